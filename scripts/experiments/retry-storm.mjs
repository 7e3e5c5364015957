/** How a trouble of ten seconds goes on for ever, and when it does not. */

import { mean, p99, planOf, runs, table, tasksPerSecond, withLoads } from './lab.mjs'

export async function retryStorm() {
  const alone = planOf('retry-storm')
  const withPeers = planOf('retry-storm-peers')
  const variants = [
    ['timeout 10 s, 3 retries', alone, { timeoutMs: 10_000, retries: 3 }],
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
