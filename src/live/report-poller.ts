/** Looks at clusters: what they say goes into the record, by the clock of the run. */

import { setImmediate } from 'node:timers/promises'
import type { Millis } from '../base/time.js'
import type { ClusterReport } from '../report/cluster-record.js'
import { countsSince } from '../report/counts.js'
import type { RunRecord } from '../report/run-record.js'
import { waysSince } from '../trace/hop-log.js'
import { after } from './after.js'
import { nowMs } from './clock.js'
import type { ClusterSupervisor } from './cluster-supervisor.js'

/** How long a look waits for a cluster that does not answer. */
const LOOK_MAX_MS = 500

/** What a cluster reported before the run began. */
export interface EarlyReport {
  readonly name: string
  readonly report: ClusterReport
}

export class ReportPoller {
  /** When the run began, by the clock of the machine. */
  startedAt: Millis = Number.NaN
  /** When clients were ended last, by the same clock. */
  endedAt: Millis = Number.NaN
  readonly #record: RunRecord
  readonly #members: readonly ClusterSupervisor[]

  constructor(record: RunRecord, members: readonly ClusterSupervisor[]) {
    this.#record = record
    this.#members = members
  }

  /** Since the run began; NaN before that. */
  get now(): Millis {
    return nowMs() - this.startedAt
  }

  /** The run begins then, by the clock of the machine; its clusters reported before, in order. */
  begin(startedAt: Millis, early: readonly EarlyReport[]): void {
    this.startedAt = startedAt
    for (const { name, report } of early) this.#record.add(name, reportSince(startedAt, report), 0)
  }

  /**
   * Asks all clusters what happened; what one says late is of the next look.
   *
   * @param t when it is, for the record.
   */
  async poll(t = this.now): Promise<void> {
    const heard = this.hear(member => member.report(), t).then(() => this.#askForWays())
    await Promise.race([heard, patience()])
  }

  /** Their last words: those of the clients first, and nobody waits for a cluster that is stuck. */
  async end(members = this.#members): Promise<void> {
    await Promise.race([this.hear(member => member.halt(), this.now, members), patience()])
    this.endedAt = nowMs()
    await this.hear(member => member.stop(), this.now, members)
  }

  async hear(
    ask: (member: ClusterSupervisor) => Promise<ClusterReport | undefined>,
    t: Millis,
    members = this.#members,
  ): Promise<void> {
    const said = members.map(async member => {
      const report = await ask(member)
      if (!report) return
      this.#record.add(member.name, reportSince(this.startedAt, report), t)
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

/** The same by the clock of the run. */
function reportSince(originMs: Millis, { process, ...report }: ClusterReport): ClusterReport {
  const counts = countsSince(originMs, report.counts)
  if (!process) return { ...report, counts }
  const { fromMs, untilMs, ...use } = process
  const since = { fromMs: fromMs - originMs, untilMs: untilMs - originMs }
  return { ...report, counts, process: { ...use, ...since } }
}

/** After that, a process that was held up itself hears first what was said meanwhile. */
async function patience(): Promise<void> {
  await after(LOOK_MAX_MS)
  await setImmediate()
}
