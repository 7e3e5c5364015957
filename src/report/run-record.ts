/** The record of a run: what its clusters report, measured against what the plan asks for. */

import type { Millis } from '../base/time.js'
import type { Fault, ScenarioPlan } from '../scenario/scenario-plan.js'
import { ClusterRecord, type ClusterReport } from './cluster-record.js'
import { type Outage, Outages } from './outages.js'
import { samplesOfReport } from './samples.js'
import { Series } from './series.js'
import { SlowTasks } from './slow-tasks.js'
import { noCounts } from './tally.js'
import { TheoryMeters } from './theory.js'
import { ThresholdMeters } from './thresholds.js'

export class RunRecord {
  readonly thresholds: ThresholdMeters
  theory: TheoryMeters
  series: Series
  slowTasks = new SlowTasks()
  readonly #plan: ScenarioPlan
  readonly #keepsDetail: boolean
  readonly #outages: Outages
  #clusters: ReadonlyMap<string, ClusterRecord>

  /**
   * @param keepsDetail whether seconds and slow tasks are kept, for a report. Where a plan has
   * faults they are kept all the same, to see what the faults cost.
   */
  constructor(plan: ScenarioPlan, keepsDetail = true) {
    this.#plan = plan
    this.#keepsDetail = keepsDetail || plan.faults.length > 0
    this.thresholds = new ThresholdMeters(plan)
    this.theory = new TheoryMeters(plan.expect)
    this.series = new Series(0)
    this.#outages = new Outages(plan)
    this.#clusters = newClusters(plan, 0)
  }

  get clusters(): ClusterRecord[] {
    return [...this.#clusters.values()]
  }

  cluster(name: string): ClusterRecord {
    const record = this.#clusters.get(name)
    if (!record) throw new Error(`there is no cluster ${name}`)
    return record
  }

  /** A cluster reports what happened since its last report. Times in ms since the start. */
  add(name: string, report: ClusterReport, now: Millis): void {
    const record = this.cluster(name)
    const { counts, process } = report
    const spanMs = record.add(report, now)
    if (this.#keepsDetail) {
      this.series.add(name, report, record.standing())
      this.slowTasks.add(counts.answers.slowest)
    }
    this.theory.add(name, counts.waitsMs)
    for (const sighting of counts.sightings) this.#see(name, sighting)
    if (this.#plan.thresholds.length === 0) return
    // What is reported at the end of a second happened in it.
    const within = Math.min(now, this.#plan.durationMs) - 1e-6
    const { wanted } = this.thresholds
    // Answers have times of their own, which are later where whoever asks was held up. What comes
    // with the end of the warm-up is not measured, though, and what comes after the run is of it.
    const last = now <= this.#plan.warmupMs ? within : this.#plan.durationMs - 1e-6
    for (const [t, sample] of samplesOfReport(name, counts, within, wanted)) {
      this.thresholds.add(Math.min(t, last), sample)
    }
    const standing = record.standing()
    const labels = { cluster: name }
    const level = (metric: 'task.waiting' | 'worker.busy', value: number) =>
      this.thresholds.add(within, { metric, value, labels })
    level('task.waiting', standing.waiting)
    if (standing.workers > 0) level('worker.busy', standing.busy / standing.workers)
    if (!process || spanMs <= 0) return
    const { cpuMs, memoryBytes: value } = process
    this.thresholds.add(within, { metric: 'process.cpu', value: cpuMs / spanMs, labels })
    this.thresholds.add(within, { metric: 'process.memory', value, labels })
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
   * All clusters have reported what happened up to now. What is judged by all of the run has to
   * wait for `finish`, which knows of recoveries.
   */
  settle(now: Millis): void {
    if (this.#keepsDetail) this.series.close(now)
    this.thresholds.settle(Math.min(now, this.#plan.durationMs - 1))
  }

  /** What was measured so far is not: the tasks in flight count as sent now. */
  forget(now: Millis): void {
    const before = this.#clusters
    this.#clusters = newClusters(this.#plan, now)
    this.theory = new TheoryMeters(this.#plan.expect)
    this.series = new Series(now)
    this.slowTasks = new SlowTasks()
    for (const [name, record] of this.#clusters) {
      const { metrics } = record
      const { inFlight = 0 } = before.get(name)?.metrics ?? {}
      record.ended = before.get(name)?.ended
      metrics.add({ ...noCounts(name), facts: { sent: inFlight } })
      metrics.inFlight = inFlight
    }
  }

  /**
   * The run is over, and all have reported; thresholds are judged by what there is.
   *
   * @returns what the faults have cost.
   */
  finish(now: Millis): Outage[] {
    if (this.#keepsDetail) this.series.close(now)
    const outages = this.#outages.all(this.series.seconds, now)
    for (const { recoveredAfterMs, notRecovered } of outages) {
      if (notRecovered === 'nothing to recover from') continue
      const value = recoveredAfterMs ?? Number.POSITIVE_INFINITY
      const sample = { metric: 'fault.recovery', value, labels: {} } as const
      this.thresholds.add(this.#plan.durationMs - 1e-6, sample)
    }
    // Of a run that was ended early, rates are of the time that there was.
    this.thresholds.settle(Math.min(now, this.#plan.durationMs))
    return outages
  }

  #see(cluster: string, sighting: ClusterReport['counts']['sightings'][number]): void {
    const value = this.#outages.see(cluster, sighting)
    if (value === undefined) return
    this.thresholds.add(sighting.atMs, { metric: 'peer.notice', value, labels: { cluster } })
  }
}

function newClusters(plan: ScenarioPlan, now: Millis): ReadonlyMap<string, ClusterRecord> {
  return new Map(
    Object.entries(plan.clusters).map(([name, { workers }]) => [
      name,
      new ClusterRecord(name, workers, now),
    ]),
  )
}
