/** A scenario on this machine, from the first process to the last: the timeline of a run. */

import { counted } from '../base/format.js'
import type { Millis } from '../base/time.js'
import { TimerQueue } from '../base/timer-queue.js'
import { reportOfFinished } from '../report/finished-run.js'
import type { Failure } from '../report/notes.js'
import type { Report } from '../report/report.js'
import { RunRecord } from '../report/run-record.js'
import { lookOf, type RunSnapshot } from '../report/run-snapshot.js'
import { restrictToDriver } from '../scenario/driver-support.js'
import { faultWords } from '../scenario/fault-labels.js'
import type { ClusterPlan } from '../scenario/plan.js'
import type { ScenarioPlan } from '../scenario/scenario-plan.js'
import { UsageError } from '../scenario/usage-error.js'
import type { TraceWriter } from '../trace/trace.js'
import { LiveCloud } from './cloud.js'
import type { CloudListener } from './cluster-handle.js'
import { effectOf } from './fault.js'
import { makeRunDirectory, removeRunDirectory } from './run-directory.js'
import { TraceCollector } from './trace-collector.js'

const LOOK_EVERY_MS = 1000

/** Who watches the run of a scenario. Times are since the load began. */
export interface RunListener extends CloudListener {
  /** The machine has what the clusters need; they are being started. */
  onPreparing?(plans: readonly ClusterPlan[]): void
  /** All brokers are connected, and the load begins. */
  onReady?(): void
  /** Once a second, the warm-up as well, when all have reported. */
  onLook?(look: RunSnapshot): void
  /** A fault, or its end, in words. */
  onFault?(words: string, t: Millis): void
  /**
   * Is told of each message, each fault, and what the machines note: in virtual time as it happens;
   * on real sockets when all is over, in the order of time.
   */
  readonly trace?: TraceWriter | undefined
}

/**
 * Runs the scenario to its end, or until the signal ends it in order.
 *
 * @throws UsageError when the machine has too little for it, or a policy file cannot be used.
 */
export async function runLive(
  plan: ScenarioPlan,
  listener: RunListener = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<Report> {
  const dir = await makeRunDirectory()
  try {
    return await new Run(plan, dir, listener, signal).run()
  } finally {
    removeRunDirectory(dir)
  }
}

type Action = () => Promise<void> | void

class Run {
  readonly #plan: ScenarioPlan
  readonly #listener: RunListener
  readonly #signal: AbortSignal
  readonly #record: RunRecord
  readonly #cloud: LiveCloud
  readonly #recording: TraceCollector | undefined
  readonly #agenda = new TimerQueue<Action>()
  /** What has been started, and may not be over. */
  readonly #underWay = new Set<Promise<void>>()
  readonly #failures: Failure[] = []
  /** It is over before its time: somebody ended it, or no cluster is left. */
  readonly #over = new AbortController()
  /** What no report is made after: a bug, or a policy file that cannot be used. */
  #bug: unknown

  constructor(said: ScenarioPlan, dir: string, listener: RunListener, signal: AbortSignal) {
    const plan = restrictToDriver('live', said)
    this.#plan = plan
    this.#listener = listener
    this.#signal = signal
    this.#record = new RunRecord(plan)
    this.#recording = listener.trace && new TraceCollector(dir)
    const cloudListener: CloudListener = {
      onEvent: (cluster, event, t) => listener.onEvent?.(cluster, event, t),
      onFailure: (...failure) => this.#failed(...failure),
    }
    this.#cloud = new LiveCloud(plan, dir, this.#record, cloudListener, undefined, this.#recording)
    if (signal.aborted) this.#over.abort()
    signal.addEventListener('abort', () => this.#over.abort(), { once: true })
  }

  async run(): Promise<Report> {
    try {
      if (!(await this.#start())) return await this.#end(0)
      this.#schedule()
      await this.#follow()
      await Promise.all(this.#underWay)
      if (this.#bug !== undefined) throw this.#bug
      const endMs = Math.min(this.#cloud.now, this.#plan.durationMs)
      // What is told from now on may be of later: it is not measured.
      this.#record.span.end(endMs)
      await this.#cloud.look(endMs)
      if (!this.#over.signal.aborted) await this.#cloud.drain()
      if (this.#bug !== undefined) throw this.#bug
      return await this.#end(endMs)
    } finally {
      await this.#cloud.stop()
    }
  }

  /** @returns whether all began: false if it was ended before. */
  async #start(): Promise<boolean> {
    this.#listener.onPreparing?.(this.#cloud.plans)
    const { signal } = this.#over
    const giveUp = () => this.#cloud.stop()
    signal.addEventListener('abort', giveUp, { once: true })
    try {
      await this.#cloud.start()
    } catch (error) {
      if (signal.aborted) return false
      throw error
    } finally {
      signal.removeEventListener('abort', giveUp)
    }
    this.#listener.onReady?.()
    return true
  }

  #schedule(): void {
    const { durationMs, faults } = this.#plan
    for (let t = LOOK_EVERY_MS; t < durationMs; t += LOOK_EVERY_MS) {
      this.#agenda.add(t, () => this.#look(t))
    }
    for (const fault of faults) {
      const { begins, ends } = faultWords(fault)
      const effect = effectOf(fault, this.#cloud)
      this.#agenda.add(fault.atMs, () => {
        this.#tellFault(begins, fault.atMs)
        return effect.strike()
      })
      if (!ends || ends.atMs >= durationMs) continue
      this.#agenda.add(ends.atMs, () => {
        this.#tellFault(ends.words, ends.atMs)
        return effect.mend?.()
      })
    }
  }

  #tellFault(words: string, t: Millis): void {
    this.#recording?.tell('cloud', 'fault', words)
    this.#listener.onFault?.(words, t)
  }

  /** Begins each action at its time, whether or not those before are over. */
  async #follow(): Promise<void> {
    const { durationMs } = this.#plan
    for (;;) {
      await this.#until(Math.min(this.#agenda.nextAt, durationMs))
      if (this.#over.signal.aborted || this.#cloud.now >= durationMs) return
      for (;;) {
        const action = this.#agenda.takeDue(this.#cloud.now)
        if (!action) break
        this.#begin(action)
      }
    }
  }

  #begin(action: Action): void {
    const done = Promise.resolve(action())
      .catch(error => {
        this.#bug = error
        this.#over.abort()
      })
      .finally(() => this.#underWay.delete(done))
    this.#underWay.add(done)
  }

  #until(t: Millis): Promise<void> {
    const { signal } = this.#over
    return new Promise(resolve => {
      if (signal.aborted) return resolve()
      const timer = setTimeout(done, Math.max(0, t - this.#cloud.now))
      function done() {
        clearTimeout(timer)
        signal.removeEventListener('abort', done)
        resolve()
      }
      signal.addEventListener('abort', done, { once: true })
    })
  }

  async #look(t: Millis): Promise<void> {
    await this.#cloud.look(t)
    this.#record.settle(t)
    if (this.#record.endedBy) this.#over.abort()
    this.#listener.onLook?.(lookOf(this.#plan, this.#record, t))
  }

  #failed(name: string, reason: string, t: Millis, isUsage: boolean): void {
    if (isUsage) {
      this.#bug ??= new UsageError(reason)
      this.#over.abort()
      return
    }
    this.#failures.push({ name, reason })
    this.#listener.onFailure?.(name, reason, t, isUsage)
    if (this.#cloud.hasEnded) this.#over.abort()
  }

  async #end(endMs: Millis): Promise<Report> {
    await this.#cloud.stop()
    const lacking = await this.#gatherTrace()
    return reportOfFinished({
      plan: this.#plan,
      record: this.#record,
      mode: 'live',
      endMs,
      isInterrupted: this.#signal.aborted,
      failures: this.#failures,
      lacking,
    })
  }

  /** @returns what is to be said of it, if anything is. */
  async #gatherTrace(): Promise<string[]> {
    const { trace } = this.#listener
    if (!this.#recording || !trace) return []
    // It may have been ended before the load began. What comes after the load is of the end itself.
    const { startedAt, endedAt } = this.#cloud.times
    const torn = await this.#recording.gather(startedAt || endedAt, endedAt, trace)
    return torn > 0 ? [`torn by a kill, and left out: ${counted(torn, 'line')} of the trace`] : []
  }
}
