/** How a trouble of ten seconds goes on for ever, and when it does not. */

import { mean, p99, planOf, runs, table, tasksPerSecond, withLoads } from './lab.mjs'

export async function retryStorm() {
  const alone = planOf('retry-storm')
  const patient = { timeoutMs: 10_000, retries: 3 }
  const withPeers = planOf('retry-storm-peers')
  const variants = [
    ['timeout 10 s, 3 retries', alone, patient],
    ['the same, slow for 30 s', longer(alone), patient],
    ['slow for 30 s, 300 clients', longer(alone), { ...patient, clients: 300 }],
    ['slow for 30 s, 600 clients', longer(alone), { ...patient, clients: 600 }],
    ['timeout 2 s, 3 retries', alone, { timeoutMs: 2000, retries: 3 }],
    ['timeout 1 s, 3 retries', alone, { timeoutMs: 1000, retries: 3 }],
    ['timeout 1 s, 1 retry', alone, { timeoutMs: 1000, retries: 1 }],
    ['timeout 1 s, no retries', alone, { timeoutMs: 1000, retries: 0 }],
    ['timeout 1 s, 3 retries, two peers', withPeers, { timeoutMs: 1000, retries: 3 }],
  ]
  const rows = []
  for (const [name, plan, client] of variants) {
    const all = await runs(withLoads(plan, client))
    const ofDc1 = all.map(({ durationMs, clusters }) => ({ durationMs, total: clusters.DC1 }))
    rows.push([
      name,
      mean(ofDc1, tasksPerSecond, 'rate'),
      mean(ofDc1, ({ total, durationMs }) => (1000 * total.lost) / durationMs, 'rate'),
      mean(all, run => run.perSecond('assigned'), 'rate'),
      ofDc1.some(({ total }) => total.done > 0) ? mean(ofDc1, p99, 'time') : '-',
    ])
  }
  const head = ['', 'done', 'lost', 'work begun, all clusters', 'p99']
  return table([head, ...rows])
}

/** Slow until 50 s, and measured from 150 s to 180 s. */
function longer(plan) {
  const faults = plan.faults.map(fault => ({ ...fault, untilMs: 50_000 }))
  const timed = { ...plan, faults, durationMs: 180_000, warmupMs: 150_000 }
  return withLoads(timed, { untilMs: timed.durationMs })
}
