/** A cloud of the contract suite: run by either driver, and watched until it is as wanted. */

import { expect } from 'vitest'
import type { Millis } from '../../src/base/time.js'
import {
  ClusterRecord,
  type ClusterReport,
  type ClusterStatus,
} from '../../src/report/cluster-record.js'
import { readScenario } from '../../src/scenario/scenario.js'
import type { ScenarioPlan } from '../../src/scenario/scenario-plan.js'

/** What a driver can do for the suite. None of its clusters runs before it is started. */
export interface Drive {
  /** Its own time. */
  readonly now: Millis
  pass(ms: Millis): Promise<void>
  start(name: string): Promise<void>
  /** Without a word: it says no more, and what it held is gone. */
  kill(name: string): Promise<void>
  pause(name: string): Promise<void>
  resume(name: string): Promise<void>
  /** One worker; it comes back at once. */
  killWorker(name: string): Promise<void>
  /** Tasks whose clients were killed are in flight for ever. Undefined while it is dead. */
  report(name: string): Promise<ClusterReport | undefined>
  /** Ends all, and throws if something went wrong besides. */
  end(): Promise<void>
}

export type NewDrive = (plan: ScenarioPlan) => Drive

/** The sections of a scenario file, as data. */
export type Sections = Readonly<Record<string, unknown>>

/** How long anything may take, in the driver's time; long, for machines that do other things. */
const PATIENCE_MS: Millis = 20_000

const LOOK_EVERY_MS: Millis = 10

export class ContractCloud {
  /** Of all tasks that were seen to be done. */
  readonly latenciesMs: number[] = []
  readonly #drive: Drive
  readonly #records: ReadonlyMap<string, ClusterRecord>

  constructor(sections: Sections, newDrive: NewDrive) {
    // JSON is YAML, and an hour is for ever.
    const text = JSON.stringify({ version: 1, duration: '1h', ...sections })
    const plan = readScenario(text, 'contract')
    this.#drive = newDrive(plan)
    this.#records = new Map(
      Object.entries(plan.clusters).map(([name, { workers }]) => [
        name,
        new ClusterRecord(name, workers, this.#drive.now),
      ]),
    )
  }

  /** Starts these clusters, or all. */
  async start(...names: string[]): Promise<void> {
    const chosen = names.length > 0 ? names : [...this.#records.keys()]
    await Promise.all(chosen.map(name => this.#drive.start(name)))
  }

  kill = (name: string) => this.#drive.kill(name)
  pause = (name: string) => this.#drive.pause(name)
  resume = (name: string) => this.#drive.resume(name)
  killWorker = (name: string) => this.#drive.killWorker(name)
  end = () => this.#drive.end()

  /** How a cluster stands now; whenever it is looked at, each of its tasks is accounted for. */
  async status(name: string): Promise<ClusterStatus> {
    const record = this.#records.get(name)
    if (!record) throw new Error(`there is no cluster ${name}`)
    const report = await this.#drive.report(name)
    if (report) record.add(report, this.#drive.now)
    for (const ms of report?.counts.answers.latenciesMs ?? []) this.latenciesMs.push(ms)
    const status = record.status()
    const { sent, done, lost, inFlight, local, cloud } = status
    expect({ name, sent, done }).toEqual({
      name,
      sent: done + lost + inFlight,
      done: local + cloud,
    })
    return status
  }

  /** Lets time pass until a cluster is as wanted. */
  async until(
    name: string,
    what: string,
    isWanted: (status: ClusterStatus) => boolean,
  ): Promise<ClusterStatus> {
    const end = this.#drive.now + PATIENCE_MS
    for (;;) {
      const status = await this.status(name)
      if (isWanted(status)) return status
      if (this.#drive.now > end) {
        throw new Error(`Waited in vain for ${what} at ${name}: ${JSON.stringify(status)}`)
      }
      await this.#drive.pass(LOOK_EVERY_MS)
    }
  }
}
