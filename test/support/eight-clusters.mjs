/** Eight clusters in one process, that end all at once: prints how many have, after a while. */

import { Cluster, clusterPlan } from 'peering'

const [dir] = process.argv.slice(2)
const think = { kind: 'constant', ms: 5 }

/** Resolves when it has seen its peer. */
async function start(self, peer) {
  const loads = [{ clients: 2, load: { kind: 'closed', think } }]
  const plan = clusterPlan({ self, peers: [peer], dir, seed: 1, loads, service: think })
  let seen
  const isSeen = new Promise(resolve => {
    seen = resolve
  })
  const cluster = await Cluster.start(plan, {
    onEvent: ({ event }) => event === 'peer-up' && seen(),
  })
  cluster.begin()
  await isSeen
  return cluster
}

const clusters = await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map(n => start(`C${n}`, `C${n ^ 1}`)))
await Promise.all(clusters.map(cluster => cluster.stop()))
console.log('ended')
