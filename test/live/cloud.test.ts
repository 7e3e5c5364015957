/** Three clusters as three processes: they lend each other workers, and end in order. */

import { describe, expect } from 'vitest'
import { expectConserved, liveTest, QUICK } from '../support/live.js'

describe('three clusters, one of them with too much to do', () => {
  liveTest('lend it their workers, lose nothing, and end with code 0', async ({ place }) => {
    const spare = `--clients 2 --workers 5 ${QUICK} --load closed:40ms`
    const dc1 = place.start(`DC1 DC2 DC3 --clients 20 --workers 2 ${QUICK}`)
    const dc2 = place.start(`DC2 DC1 DC3 ${spare}`)
    const dc3 = place.start(`DC3 DC1 DC2 ${spare}`)
    await dc1.status(
      'DC1',
      'more than 20 tasks delegated to each peer',
      ({ peers }) => Number(peers.DC2?.delegated) > 20 && Number(peers.DC3?.delegated) > 20,
    )
    const busy = await dc1.end()
    const [two, three] = await Promise.all([dc2.end(), dc3.end()])

    for (const summary of [busy, two, three]) {
      expectConserved(summary)
      expect(summary.total).toMatchObject({ lost: 0, retried: 0, duplicates: 0, malformed: 0 })
    }
    // Spill-over: most of its tasks were done elsewhere, and there they were counted too.
    const { cloud, local, delegatedTo = {} } = busy.clusters.DC1 ?? {}
    const served = (two.clusters.DC2?.servedFor.DC1 ?? 0) + (three.clusters.DC3?.servedFor.DC1 ?? 0)
    const delegated = (delegatedTo.DC2 ?? 0) + (delegatedTo.DC3 ?? 0)
    expect(cloud).toBeGreaterThan(local ?? 0)
    expect(served).toBeGreaterThanOrEqual(cloud ?? 0)
    expect(delegated).toBeGreaterThanOrEqual(served)
    expect(place.sockets).toEqual([])
  })
})

describe('a cluster without workers and clients', () => {
  liveTest('runs, says that it has nothing to do, and ends with code 0', async ({ place }) => {
    const dc1 = place.start('DC1 --workers 0 --clients 0')
    await dc1.status('DC1', 'no workers', ({ workers, sent }) => workers === 0 && sent === 0)
    const summary = await dc1.end()
    expectConserved(summary)
    expect(summary).toMatchObject({ total: { sent: 0, done: 0, lost: 0 }, verdict: 'pass' })
  })
})
