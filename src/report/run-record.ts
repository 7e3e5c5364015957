/** The record of a run: what its clusters report, measured against what the plan asks for. */

import type { Millis } from '../base/time.js'
import type { Fault, ScenarioPlan } from '../scenario/scenario-plan.js'
import { ClusterRecord, type ClusterReport } from './cluster-record.js'
import type { Counts, PeerTransition, TimedValues } from './counts.js'
import { type FaultImpact, FaultImpacts } from './fault-impact.js'
import { MeasuredSpan } from './measured-span.js'
import { samplesOfReport } from './samples.js'
import { Series } from './series.js'
import { SlowTasks } from './slow-tasks.js'
import { TheoryMeters } from './theory.js'
import { ThresholdMeters, type ThresholdResult } from './thresholds.js'

export class RunRecord {
  readonly span: MeasuredSpan
  readonly thresholds: ThresholdMeters
  /** The threshold that has ended the run, and when. */
  endedBy: (ThresholdResult & { readonly atMs: Millis }) | undefined
  readonly theory: TheoryMeters
  readonly slowTasks = new SlowTasks()
  /** When tasks were answered, and lost, after the end; those answered were in flight then. */
  readonly drained = { answered: [] as Millis[], lost: [] as Millis[] }
  /** Undefined where nobody asks for the seconds. */
  readonly #series: Series | undefined
  readonly #plan: ScenarioPlan
  readonly #outages: FaultImpacts
  readonly #clusters: ReadonlyMap<string, ClusterRecord>

  /**
   * @param keepsDetail whether seconds and slow tasks are kept, for a report. Where a plan has
   * faults they are kept all the same, to see what the faults cost.
   */
  constructor(plan: ScenarioPlan, keepsDetail = true) {
    this.#plan = plan
    this.span = new MeasuredSpan(plan.warmupMs, plan.durationMs)
    this.#clusters = new Map(
      Object.entries(plan.clusters).map(([name, { workers }]) => [
        name,
        new ClusterRecord(name, workers, 0, this.span),
      ]),
    )
    this.thresholds = new ThresholdMeters(plan, this.clusters)
    this.theory = new TheoryMeters(plan.expect)
    this.#outages = new FaultImpacts(plan)
    if (keepsDetail || plan.faults.length > 0) this.#series = new Series(this.span, this.clusters)
  }

  get clusters(): ClusterRecord[] {
    return [...this.#clusters.values()]
  }

  /** The seconds that are over. */
  get seconds(): Series['seconds'] {
    return this.#series?.seconds ?? []
  }

  cluster(name: string): ClusterRecord {
    const record = this.#clusters.get(name)
    if (!record) throw new Error(`there is no cluster ${name}`)
    return record
  }

  /**
   * A cluster reports what happened since its last report. Times are in ms since the start.
   *
   * @param now until when it tells all that happened.
   */
  add(name: string, report: ClusterReport, now: Millis): void {
    const { counts } = report
    const behind = this.#behindOf(name, counts)
    this.cluster(name).add({ ...report, counts: { ...counts, behind } }, now)
    this.#drain(counts)
    if (this.#series) {
      this.#series.add(name, counts)
      this.slowTasks.add(counts.answers.slowest.filter(({ atMs }) => this.span.has(atMs)))
    }
    this.theory.add(name, counts.waits, this.span)
    for (const sighting of counts.sightings) this.#see(name, sighting)
    if (this.#plan.thresholds.length === 0) return
    for (const [t, sample] of samplesOfReport(name, counts, this.thresholds.wanted)) {
      this.thresholds.add(t, sample)
    }
  }

  /** A cluster ended without a word: it was killed. */
  end(name: string, now: Millis): void {
    this.cluster(name).end(now)
  }

  /** Tasks that should have been sent by now, and that no client was free for. */
  get overdue(): number {
    return this.clusters.reduce((sum, { overdue }) => sum + overdue, 0)
  }

  /** A fault that the plan does not know strikes now, at its `atMs`. */
  struck(fault: Fault): void {
    this.#outages.struck(fault)
  }

  /** @param fault the very one that struck. */
  mended(fault: Fault, now: Millis): void {
    this.#outages.mended(fault, now)
  }

  /**
   * All clusters were asked what happened up to now. What is judged by all of the run has to wait
   * for `finish`, which knows of recoveries.
   */
  settle(now: Millis): void {
    const working = this.clusters.filter(({ ended }) => ended === undefined)
    const reported = working.map(({ reportedAt }) => reportedAt)
    // The seconds that one did not tell of yet, because it is slow, are not over.
    const toldMs = Math.min(now, ...reported)
    this.#series?.settle(Math.min(toldMs, this.span.untilMs))
    this.thresholds.settle(Math.min(toldMs, this.#plan.durationMs - 1))
    const aborting = this.endedBy ? undefined : this.thresholds.aborting()
    if (aborting) this.endedBy = { ...aborting, atMs: now }
  }

  /**
   * The run is over, and all have reported; thresholds are judged by what there is.
   *
   * @returns what the faults have cost.
   */
  finish(now: Millis): FaultImpact[] {
    this.span.end(now)
    for (const cluster of this.clusters) cluster.integrateTo(now)
    this.#series?.finish(now)
    const outages = this.#outages.all(this.seconds, now)
    for (const { recoveredAfterMs, notRecovered } of outages) {
      if (notRecovered === 'nothing to recover from') continue
      const value = recoveredAfterMs ?? Number.POSITIVE_INFINITY
      const sample = { metric: 'fault.recovery', value, labels: {} } as const
      this.thresholds.add(this.#plan.durationMs - 1e-6, sample)
    }
    // Of a run that was ended early, rates are of the time that there was.
    this.thresholds.finish(Math.min(now, this.#plan.durationMs))
    return outages
  }

  /** That clients were late because their cluster was paused is no fault of the load. */
  #behindOf(name: string, { behind }: Counts): TimedValues {
    if (behind.atMs.length === 0) return behind
    const isOwnFault = (_: number, place: number) => {
      const [t = 0, lateMs = 0] = [behind.atMs[place], behind.values[place]]
      return !this.#outages.isPaused(name, t - lateMs, t)
    }
    return { atMs: behind.atMs.filter(isOwnFault), values: behind.values.filter(isOwnFault) }
  }

  #drain({ answers: { atMs, latenciesMs, delaysMs }, times: { lost } }: Counts): void {
    const { untilMs } = this.span
    for (const [place, t] of atMs.entries()) {
      // Before it hears of the end, a client may send one that waited for it.
      const sentMs = t - (latenciesMs[place] ?? 0) + (delaysMs[place] ?? 0)
      if (t >= untilMs && sentMs < untilMs) this.drained.answered.push(t)
    }
    for (const t of lost ?? []) if (t >= untilMs) this.drained.lost.push(t)
  }

  #see(cluster: string, sighting: PeerTransition): void {
    // Whoever is missed from the end on has only ended.
    if (sighting.atMs >= this.span.untilMs) return
    const value = this.#outages.see(cluster, sighting)
    if (value === undefined) return
    this.thresholds.add(sighting.atMs, { metric: 'peer.notice', value, labels: { cluster } })
  }
}
