/** A session: clusters are started, watched once a second, and ended, whatever ends them. */

import { setMaxListeners } from 'node:events'
import { firstLine } from '../../base/describe-error.js'
import type { Millis } from '../../base/time.js'
import { nowMs } from '../../live/clock.js'
import {
  type ClusterListener,
  type RunningCluster,
  withoutFigures,
} from '../../live/cluster-handle.js'
import { ClusterRecord } from '../../report/cluster-record.js'
import { MeasuredSpan } from '../../report/measured-span.js'
import type { Provenance } from '../../report/provenance.js'
import { summarize } from '../../report/summary.js'
import type { ClusterPlan } from '../../scenario/plan.js'
import type { Output } from '../output/output.js'
import { onEndSignal } from '../signals.js'

export interface SessionOptions {
  readonly name: string
  readonly plans: readonly ClusterPlan[]
  readonly start: (
    plan: ClusterPlan,
    listener: ClusterListener,
    signal: AbortSignal,
  ) => Promise<RunningCluster>
  readonly output: Output
  /** Undefined: until a signal ends it. */
  readonly forMs: Millis | undefined
  readonly provenance?: Provenance
}

const LOOK_EVERY_MS = 1000

/** How long a cluster may take for its last report: one that is stopped by a signal gives none. */
const HALT_MAX_MS = 400

export class Session {
  readonly #options: SessionOptions
  /** All that happens is measured. */
  readonly #span = new MeasuredSpan(nowMs())
  readonly #records: ReadonlyMap<string, ClusterRecord>
  readonly #running = new Map<string, RunningCluster>()
  readonly #abort = new AbortController()
  /** How many clusters have their names. */
  #claimed = 0
  /** Events of clusters that were quicker than the last claim. */
  readonly #early: (() => void)[] = []
  /** When all were ready. */
  #startedAt: Millis | undefined
  #exitCode = 0

  constructor(options: SessionOptions) {
    this.#options = options
    // Each start listens to it, and there may be many.
    setMaxListeners(0, this.#abort.signal)
    this.#records = new Map(
      options.plans.map(({ self, workers }) => [
        self,
        new ClusterRecord(self, workers, nowMs(), this.#span),
      ]),
    )
  }

  /** Resolves with the exit code when all clusters have ended. */
  async run(): Promise<number> {
    const { output, plans, forMs } = this.#options
    const ended = this.#endOfSession()
    const starts = plans.map(plan => this.#startOne(plan))
    try {
      await Promise.all(starts)
      output.ready()
    } catch (error) {
      const isEnding = this.#abort.signal.aborted
      // The others may be on their way: they give up, and are waited for.
      this.#abort.abort()
      await Promise.allSettled(starts)
      if (!isEnding) {
        await this.#stopAll()
        throw error
      }
    }
    this.#startedAt = nowMs()
    const looks = setInterval(() => this.#look(), LOOK_EVERY_MS)
    const timer = forMs === undefined ? undefined : setTimeout(() => this.end(), forMs)
    await ended
    clearInterval(looks)
    clearTimeout(timer)
    await this.#haltAll()
    const durationMs = this.#elapsedMs()
    await this.#stopAll()
    this.#summarize(durationMs)
    return this.#exitCode
  }

  /** Ends the session in order. */
  end(exitCode = 0): void {
    this.#exitCode = Math.max(this.#exitCode, exitCode)
    this.#abort.abort()
  }

  /** Ends the session because of a bug. */
  fail(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error)
    this.#options.output.died('peering', `internal error: ${reason}`, this.#elapsedMs())
    this.end(1)
  }

  #endOfSession(): Promise<void> {
    onEndSignal(() => this.end())
    return new Promise(resolve => {
      this.#abort.signal.addEventListener('abort', () => resolve(), { once: true })
    })
  }

  async #startOne(plan: ClusterPlan): Promise<void> {
    const { output, plans, start } = this.#options
    const listener: ClusterListener = {
      // Not a word before every name is granted: a name that is in use is refused in one line.
      onClaimed: () => {
        if (++this.#claimed < plans.length) return
        output.preparing(plans)
        for (const tell of this.#early.splice(0)) tell()
      },
      onEvent: event => {
        if (this.#abort.signal.aborted) return
        const tell = () => output.event(plan.self, event, this.#elapsedMs())
        if (this.#claimed < plans.length) this.#early.push(tell)
        else tell()
      },
      onFailure: (reason, isUsage) => this.#died(plan.self, reason, isUsage ? 2 : 1),
    }
    const cluster = await start(plan, listener, this.#abort.signal)
    this.#running.set(plan.self, cluster)
    cluster.begin()
  }

  /** The others go on, and the session ends with that code; when none is left, at once. */
  #died(name: string, reason: string, exitCode: 1 | 2): void {
    const record = this.#records.get(name)
    if (record) record.ended = firstLine(reason)
    record?.end(nowMs())
    this.#running.delete(name)
    this.#options.output.died(name, reason, this.#elapsedMs())
    this.#exitCode = Math.max(this.#exitCode, exitCode)
    if (this.#running.size === 0) this.end()
  }

  /** Asks all clusters at once; one that does not answer keeps the row it had. */
  #look(): void {
    const looks = [...this.#running].map(async ([name, cluster]) => {
      this.#add(name, await cluster.report())
    })
    Promise.race([Promise.all(looks), after(LOOK_EVERY_MS / 2)]).then(() => {
      if (!this.#abort.signal.aborted) this.#show()
    })
  }

  #show(): void {
    const statuses = [...this.#records].map(([name, record]) => [name, record.status()] as const)
    this.#options.output.status(Object.fromEntries(statuses), this.#elapsedMs())
  }

  #add(name: string, report: Awaited<ReturnType<RunningCluster['report']>>): void {
    if (!report) return
    this.#records.get(name)?.add(report, nowMs())
  }

  /** First all clients, so that no cluster counts the end of another as a fault. */
  async #haltAll(): Promise<void> {
    const halts = [...this.#running].map(async ([name, cluster]) => {
      this.#add(name, await cluster.halt())
    })
    await Promise.race([Promise.all(halts), after(HALT_MAX_MS)])
  }

  async #stopAll(): Promise<void> {
    const stops = [...this.#running].map(async ([name, cluster]) => {
      const counts = await cluster.stop()
      if (counts) this.#records.get(name)?.metrics.add(counts, this.#span)
      // One that broke down meanwhile has been told of.
      else if (this.#running.has(name)) this.#died(name, withoutFigures(cluster.endedBy), 1)
    })
    await Promise.all(stops)
    this.#running.clear()
  }

  #summarize(durationMs: Millis): void {
    const clusters = [...this.#records.values()]
    for (const cluster of clusters) cluster.integrateTo(cluster.reportedAt)
    const { name, plans, output, provenance } = this.#options
    const seed = plans[0]?.seed ?? 0
    const input = { mode: 'live', name, seed, durationMs, clusters } as const
    const summary = summarize({ ...input, exitCode: this.#exitCode })
    output.summary({ ...summary, ...(provenance && { provenance }) })
  }

  #elapsedMs(): Millis {
    return this.#startedAt === undefined ? 0 : nowMs() - this.#startedAt
  }
}

/** Does not keep the process from ending. */
function after(ms: Millis): Promise<void> {
  return new Promise(resolve => {
    setTimeout(resolve, ms).unref()
  })
}
