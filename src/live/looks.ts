/** Looks at clusters: what they say goes into the record, by the clock of the run. */

import { setImmediate } from 'node:timers/promises'
import type { Millis } from '../base/time.js'
import type { ClusterReport } from '../report/cluster-record.js'
import type { RunRecord } from '../report/run-record.js'
import { countsSince } from '../report/tally.js'
import { waysSince } from '../trace/ways.js'
import { after } from './after.js'
import { nowMs } from './clock.js'
import type { Member } from './member.js'

/** How long a look waits for a cluster that does not answer. */
const LOOK_MAX_MS = 500

export class Looks {
  /** When the run began, by the clock of the machine. */
  startedAt: Millis = Number.NaN
  readonly #record: RunRecord
  readonly #members: readonly Member[]

  constructor(record: RunRecord, members: readonly Member[]) {
    this.#record = record
    this.#members = members
  }

  /** Since the run began; NaN before that. */
  get now(): Millis {
    return nowMs() - this.startedAt
  }

  /**
   * Asks all clusters what happened; what one says late is of the next look.
   *
   * @param t when it is, for the record.
   */
  async look(t = this.now): Promise<void> {
    const heard = this.hear(member => member.report(), t).then(() => this.#askForWays())
    await Promise.race([heard, patience()])
  }

  /** Their last words: those of the clients first, and nobody waits for a cluster that is stuck. */
  async end(members = this.#members): Promise<void> {
    await Promise.race([this.hear(member => member.halt(), this.now, members), patience()])
    await this.hear(member => member.stop(), this.now, members)
  }

  async hear(
    ask: (member: Member) => Promise<ClusterReport | undefined>,
    t: Millis,
    members = this.#members,
  ): Promise<void> {
    const said = members.map(async member => {
      const report = await ask(member)
      if (!report) return
      const counts = countsSince(this.startedAt, report.counts)
      this.#record.add(member.name, { ...report, counts }, t)
    })
    await Promise.all(said)
  }

  /** The brokers remember for seconds: those tasks that are slow by now are asked for at once. */
  async #askForWays(): Promise<void> {
    const { slowTasks } = this.#record
    const tasks = slowTasks.takeUntold()
    if (tasks.length === 0) return
    const asked = this.#members.map(async member => {
      slowTasks.tell(waysSince(this.startedAt, await member.ways(tasks)))
    })
    await Promise.all(asked)
  }
}

/** After that, a process that was held up itself hears first what was said meanwhile. */
async function patience(): Promise<void> {
  await after(LOOK_MAX_MS)
  await setImmediate()
}
