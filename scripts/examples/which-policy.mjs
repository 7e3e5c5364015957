/** Which policy is best when one cluster has too much to do? Ten minutes of each, in virtual time. */

import { openCloud } from 'peering'

const policies = ['local-only', 'guide', 'random', 'most-capacity', 'two-choices', 'weighted']

/** The same load, and the same chance, for each. */
async function askOf(policy) {
  const cluster = { workers: 5, service: 'exp:100ms', policy }
  const cloud = await openCloud('sim', {
    clusters: { DC1: cluster, DC2: cluster, DC3: { ...cluster, workers: 3 } },
    links: { default: { latency: '5ms' } },
    seed: 42,
  })
  await cloud.load('DC1', { executor: 'rate', rate: '48/s', clients: 400 })
  await cloud.load('DC2', { executor: 'rate', rate: '30/s', clients: 100 })
  await cloud.load('DC3', { executor: 'rate', rate: '15/s', clients: 100 })
  await cloud.pass('10m')
  const { total } = await cloud.stop()
  return {
    policy,
    p50: Math.round(total.latencyMs.p50),
    p99: Math.round(total.latencyMs.p99),
    'spill-over %': Math.round((100 * total.cloud) / total.done),
    'found no worker': total.overcommit,
  }
}

const rows = []
for (const policy of policies) rows.push(await askOf(policy))
console.table(rows)
