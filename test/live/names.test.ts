/** Names that a stranger takes for a moment: their owners get them back, and nothing is lost. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ClusterPlan, ClusterProcess, clusterPlan } from 'peering'
import { describe, type ExpectStatic, test } from 'vitest'
import { Dealer, Router, XPublisher } from 'zeromq'
import { addCounts, type Counts } from '../../src/report/counts.js'
import { clientNames, workerNames } from '../../src/wire/names.js'
import { eventually } from '../support/live.js'

/** How long the stranger stays. */
const STOLEN_MS = 100

/** The pace is measured over so long. */
const SPAN_MS = 500

/** Of the pace before: above it all is well again. */
const WELL = 0.7

type Place = Pick<ClusterPlan, 'dir'>

const namesTest = test.extend<{ place: Place }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads what a fixture needs from it.
  place: async ({}, use) => {
    const dir = mkdtempSync(join(tmpdir(), 'peering-names-'))
    await use({ dir })
    rmSync(dir, { recursive: true, force: true })
  },
})

/** A cluster in a process of its own, and what it has counted so far. */
class Watched {
  readonly #process: ClusterProcess
  #counts: Counts | undefined
  inFlight = 0
  capacityOf: Record<string, number> = {}

  static async start(plan: ClusterPlan): Promise<Watched> {
    const process = await ClusterProcess.start(plan)
    process.begin()
    return new Watched(process)
  }

  private constructor(process: ClusterProcess) {
    this.#process = process
  }

  async look(): Promise<Counts> {
    const report = await this.#process.report()
    if (!report) throw new Error('it has ended')
    this.#counts = this.#counts ? addCounts(this.#counts, report.counts) : report.counts
    this.inFlight = report.inFlight
    return this.#counts
  }

  async done(): Promise<number> {
    return (await this.look()).answers.atMs.length
  }

  /** How many tasks are done in a span of time. */
  async pace(): Promise<number> {
    const before = await this.done()
    await new Promise(resolve => setTimeout(resolve, SPAN_MS))
    return (await this.done()) - before
  }

  async recovers(pace: number): Promise<void> {
    let seen = 0
    await eventually(
      () => `${WELL} of ${pace} tasks in ${SPAN_MS} ms; ${seen} were seen last`,
      async () => {
        seen = await this.pace()
        return seen >= WELL * pace
      },
    )
  }

  /** Ends it when all that was sent is done, and looks whether it is. */
  async end(expect: ExpectStatic): Promise<void> {
    this.#process.cease()
    await eventually('the end of all tasks', async () => {
      await this.look()
      return this.inFlight === 0
    })
    const { times, answers } = await this.look()
    expect(times.lost?.length ?? 0).toBe(0)
    expect(answers.atMs.length).toBe(times.sent?.length)
    await this.#process.stop()
  }

  stop(): Promise<unknown> {
    return this.#process.stop()
  }
}

interface Wanted {
  readonly self: string
  readonly peers?: readonly string[]
  readonly clients?: number
  readonly workers?: number
  readonly sockets?: 'own' | 'shared'
}

function planOf({ dir }: Place, wanted: Wanted): ClusterPlan {
  const { self, peers = [], clients = 10, workers = 5, sockets = 'own' } = wanted
  const load = { kind: 'closed', think: { kind: 'constant', ms: 5 } } as const
  return clusterPlan({
    ...{ self, peers, workers, dir, seed: 1 },
    service: { kind: 'constant', ms: 5 },
    ...{ heartbeatMs: 200, stateTtlMs: 600, taskTimeoutMs: 200, workerSockets: sockets },
    loads: clients > 0 ? [{ clients, load, timeoutMs: 1000, retries: 20, sockets }] : [],
  })
}

/** A stranger connects under each of the names, and has gone after `STOLEN_MS`. */
async function steal({ dir }: Place, socket: string, names: readonly string[]): Promise<void> {
  const thieves = names.map(name => {
    const thief = new Dealer({ linger: 0, routingId: name })
    thief.connect(`ipc://${dir}/${socket}.ipc`)
    return thief
  })
  await new Promise(resolve => setTimeout(resolve, STOLEN_MS))
  for (const thief of thieves) thief.close()
}

/** Of the sockets of threads: more names than there are threads do no harm. */
function socketNames(prefix: string): string[] {
  return Array.from({ length: 4 }, (_, index) => `${prefix}-${index + 1}`)
}

describe.each(['own', 'shared'] as const)('with %s sockets', sockets => {
  const all = {
    workers: sockets === 'own' ? workerNames('A', 5) : socketNames('A-workers'),
    clients: sockets === 'own' ? clientNames('A', 10) : socketNames('A-clients'),
  }

  namesTest.for([
    ['a worker', 1, 'A-localbe', all.workers.slice(0, 1)],
    ['all workers', 5, 'A-localbe', all.workers],
    ['all clients', 5, 'A-localfe', all.clients],
  ] as const)('%s whose name a stranger took works again', async (what, { place, expect }) => {
    const [, workers, socket, names] = what
    const a = await Watched.start(planOf(place, { self: 'A', workers, sockets }))
    const before = await a.pace()
    await steal(place, socket, names)
    await a.recovers(before)
    await a.end(expect)
  })
})

describe('a peer that says it is another', () => {
  namesTest(
    'is not believed, and gets nothing that is for the other',
    async ({ place, expect, onTestFinished }) => {
      const cloud = new Router({ linger: 0, routingId: 'B', mandatory: true })
      const state = new XPublisher({ linger: 0, verbosity: 'allSubs' })
      let stolen = 0
      const steals = async () => {
        for await (const _ of cloud) stolen++
      }
      onTestFinished(() => {
        cloud.close()
        state.close()
      })
      await cloud.bind(`ipc://${place.dir}/Z-cloud.ipc`)
      await state.bind(`ipc://${place.dir}/Z-state.ipc`)
      // Not before: a socket that binds throws.
      const lies = setInterval(() => state.send(['B', '1000000']).catch(() => {}), 20)
      onTestFinished(() => clearInterval(lies))
      steals().catch(() => {})

      const a = await Watched.start(planOf(place, { self: 'A', peers: ['B', 'Z'], workers: 1 }))
      await eventually('lies that are counted', async () => {
        return ((await a.look()).times.malformed?.length ?? 0) > 10
      })
      const b = await Watched.start(planOf(place, { self: 'B', peers: ['A'], clients: 0 }))
      await eventually('tasks that B has done', async () => {
        await a.look()
        return ((await b.look()).servedFor.A?.length ?? 0) > 100
      })
      expect((await a.look()).delegatedTo.Z).toBeUndefined()
      expect(stolen).toBe(0)
      await a.end(expect)
      await b.stop()
    },
  )
})

describe("a stranger under the peer's name at cloudfe", () => {
  namesTest('gets replies for as long as it stays, and no longer', async ({ place, expect }) => {
    const b = await Watched.start(planOf(place, { self: 'B', peers: ['A'], clients: 0 }))
    const a = await Watched.start(planOf(place, { self: 'A', peers: ['B'], workers: 1 }))
    await eventually('tasks that B has done', async () => {
      await a.look()
      return ((await b.look()).servedFor.A?.length ?? 0) > 100
    })
    const before = await a.pace()
    await steal(place, 'B-cloud', ['A'])
    const served = (await b.look()).servedFor.A?.length ?? 0
    await eventually('tasks that B has done since', async () => {
      await a.look()
      return ((await b.look()).servedFor.A?.length ?? 0) > served + 100
    })
    await a.recovers(before)
    await a.end(expect)
    await b.stop()
  })
})
