/** The Guide's ideas for more than one cluster, compared with what it chose. */

import { federated } from '../../dist/lessons/federated-broker.js'
import { aroundSuperBroker, withSuperBrokers } from '../../dist/lessons/super-broker.js'
import {
  cloudShare,
  mean,
  p99,
  planOf,
  realBroker,
  runs,
  table,
  wait,
  withClusters,
} from './lab.mjs'

const POOL = 'ALL'

export async function ideas() {
  return [
    'The same load everywhere: 40, 40 and 40 tasks a second',
    '',
    ...(await tableOf(planOf('ideas-even'))),
    '',
    'Uneven: 70, 30 and 20 tasks a second',
    '',
    ...(await tableOf(planOf('ideas-uneven'))),
  ]
}

async function tableOf(plan) {
  const variants = [
    ['isolated clusters', withClusters(plan, { policy: 'local-only' }), realBroker],
    ['federation', plan, federated],
    ['peering', plan, realBroker],
    ['super-broker', { ...plan, clusters: aroundSuperBroker(plan.clusters) }, withSuperBrokers],
    ['workers connected to all brokers', pooled(plan), realBroker],
  ]
  const rows = []
  for (const [name, variant, broker] of variants) {
    const all = await runs(variant, { newBroker: broker, mayBreak: broker !== realBroker })
    rows.push([
      name,
      mean(all, wait, 'time'),
      mean(all, p99, 'time'),
      name === 'workers connected to all brokers' ? '-' : mean(all, cloudShare, 'share'),
    ])
  }
  return table([['', 'mean wait', 'p99 of latency', 'done elsewhere'], ...rows])
}

/** All workers and all clients at one broker, as if every broker had every worker. */
function pooled(plan) {
  const specs = Object.values(plan.clusters)
  const workers = specs.reduce((total, spec) => total + spec.workers, 0)
  return {
    ...withClusters({ ...plan, clusters: { [POOL]: specs[0] } }, { workers, peers: [] }),
    loads: plan.loads.map(load => ({ ...load, at: POOL })),
  }
}
