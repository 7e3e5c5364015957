/** Two clusters with a link between: one that is slow, cut and healed loses none of their tasks. */

import {
  Cluster,
  type ClusterEvent,
  type ClusterRequest,
  clusterPlan,
  Metrics,
  peerDirsOf,
} from 'peering'
import { describe, expect, onTestFinished } from 'vitest'
import { cut, late, planOf, startLinks } from '../support/links.js'
import { eventually, liveTest } from '../support/live.js'

describe('two clusters with 30 ms between them', () => {
  liveTest('lend each other workers, part, and meet again', async ({ place }) => {
    const linksPlan = planOf(place, late(30), late(30))
    const links = await startLinks(linksPlan)
    const events: ClusterEvent[] = []
    const think = { kind: 'constant', ms: 5 } as const
    const load = { clients: 4, load: { kind: 'closed', think }, timeoutMs: 60_000 } as const
    const start = async (self: string, request: Partial<ClusterRequest>) => {
      const [peer = ''] = ['DC1', 'DC2'].filter(name => name !== self)
      const plan = clusterPlan({
        self,
        peers: [peer],
        dir: place.dir,
        peerDirs: peerDirsOf(linksPlan, self),
        seed: 1,
        heartbeatMs: 200,
        stateTtlMs: 600,
        service: { kind: 'constant', ms: 5 },
        ...request,
      })
      const cluster = await Cluster.start(plan, { onEvent: event => events.push(event) })
      cluster.begin()
      onTestFinished(async () => {
        await cluster.stop()
      })
      return cluster
    }
    const all = (name: ClusterEvent['event']) => events.filter(({ event }) => event === name).length
    await start('DC2', { workers: 4, loads: [] })
    const dc1 = await start('DC1', { workers: 0, loads: [load] })
    const metrics = new Metrics()
    const look = async () => {
      metrics.add((await dc1.report()).counts)
      return metrics.totals()
    }
    const more = async () => {
      const { done } = await look()
      await eventually('20 more tasks', async () => (await look()).done > done + 20)
    }
    await more()
    expect(metrics.totals().latencyMs.p50).toBeGreaterThan(64)
    const [up, gone] = [all('peer-up'), all('peer-gone')]
    expect({ up, gone }).toEqual({ up: 2, gone: 0 })

    const partition = cut()
    links.strike(partition)
    await eventually('both to miss each other', () => all('peer-gone') === 2)
    links.mend(partition)
    await eventually('both to see each other', () => all('peer-up') === 4)
    await more()

    const last = await dc1.halt()
    metrics.add(last.counts)
    const { sent, done, lost, retried, malformed } = metrics.totals()
    expect({ lost, retried, malformed }).toEqual({ lost: 0, retried: 0, malformed: 0 })
    expect(sent).toBe(done + last.inFlight)
  })
})
