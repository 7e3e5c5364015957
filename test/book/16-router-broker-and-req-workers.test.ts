/** The Guide, chapter 3, "ROUTER Broker and REQ Workers": the program rtreq. */

import { describe, expect } from 'vitest'
import { Request, Router } from 'zeromq'
import { claim } from '../support/claim.js'
import { Cloud } from '../support/cloud.js'
import { bound, connected, hears, says, serves } from '../support/sockets.js'

describe('Guide, "ROUTER Broker and REQ Workers"', () => {
  claim('in five seconds, ten workers of random speed do about twenty tasks each', () => {
    const plan = { clients: 10, workers: 10, load: BUSY, service: UP_TO_HALF_A_SECOND }
    const cloud = new Cloud({ DC1: plan }).start().after(5000)
    const done = cloud.get('DC1').workerFacts.noted('finished')
    const workers = new Set(done)
    expect(workers.size).toBe(10)
    for (const worker of workers) {
      const share = done.filter(name => name === worker).length
      expect(share).toBeGreaterThan(12)
      expect(share).toBeLessThan(30)
    }
  })

  claim('real REQ workers that only say that they are free share the work', async () => {
    const broker = await bound(Router)
    const shares = new Map<string, number>()
    for (let nth = 0; nth < 5; nth++) {
      const worker = connected(Request, broker, { routingId: `W${nth}` })
      serves(worker, () => 'done')
      await says(worker, 'READY')
    }
    for (let task = 0; task < 100; task++) {
      const [worker = ''] = (await hears(broker)).split(' | ')
      shares.set(worker, (shares.get(worker) ?? 0) + 1)
      await says(broker, `${worker} | | work`)
    }
    expect(shares.size).toBe(5)
    for (const share of shares.values()) expect(share).toBeGreaterThan(10)
  })

  claim('what REQ can read is an identity, an empty frame, and the data', async () => {
    const broker = await bound(Router)
    const worker = connected(Request, broker, { routingId: 'W' })
    await says(worker, 'READY')
    await hears(broker)
    await says(broker, 'W | | work')
    expect(await hears(worker)).toBe('work')
  })
})

const BUSY = { kind: 'closed', think: { kind: 'constant', ms: 0 } } as const
const UP_TO_HALF_A_SECOND = { kind: 'uniform', fromMs: 1, toMs: 500 } as const
