/** What faults cost: how soon peers missed what was gone, and how soon all was well again. */

import { type Millis, NEVER } from '../base/time.js'
import { faultWords, isOverAtOnce } from '../scenario/fault-labels.js'
import type { Fault, ScenarioPlan } from '../scenario/scenario-plan.js'
import { baselineOf, calmFrom, canBeSeen } from './calm.js'
import type { PeerTransition } from './counts.js'
import { costOf, type OutageCost } from './outage-cost.js'
import type { SeriesSecond } from './series.js'

/** A fault, and what became of it. Times in ms since the start of the run. */
export interface FaultImpact {
  /** What struck: `kill DC3`. */
  readonly words: string
  readonly atMs: Millis
  /** When it was mended: at once where there is nothing to mend; null for never in this run. */
  readonly endMs: Millis | null
  /** By cluster: after how many ms it missed the first of what was gone. */
  readonly noticedAfterMs: Readonly<Record<string, Millis>>
  /**
   * From its end, or from when it struck if it has none, to the first of three calm seconds in a
   * row: the p90 is at most half as much again as in the ten seconds before the fault, the slowest
   * task took at most half as long again as the slowest of those, and answers come. Null if that
   * was not to be seen.
   */
  readonly recoveredAfterMs: Millis | null
  /** Why there is no such time, where there is none. */
  readonly notRecovered?: NotRecovered
  readonly cost?: OutageCost
}

/** Most say that nobody can know: too few seconds were left, or there were no answers before. */
type NotRecovered =
  | 'not seen'
  | 'too late to see'
  | 'nothing to compare with'
  | 'nothing to recover from'

/** So much later than by its rules a peer may be missed: a machine that is busy kills late. */
const LATE_MAX_MS: Millis = 1000

interface Watched {
  readonly fault: Fault
  readonly noticed: Map<string, Millis>
  endMs: Millis | null
}

type OutagePlan = Pick<ScenarioPlan, 'clusters' | 'faults' | 'warmupMs'>

/** Watches for the effects of faults: those of a plan, and those that strike meanwhile. */
export class FaultImpacts {
  readonly #clusters: ScenarioPlan['clusters']
  readonly #warmupMs: Millis
  /** In the order of their times. */
  readonly #faults: Watched[] = []

  constructor({ clusters, faults, warmupMs }: OutagePlan) {
    this.#clusters = clusters
    this.#warmupMs = warmupMs
    for (const fault of faults) this.struck(fault)
  }

  /** One more, which is later than all that are known. */
  struck(fault: Fault): void {
    const endMs = isOverAtOnce(fault) ? fault.atMs : (faultWords(fault).ends?.atMs ?? null)
    this.#faults.push({ fault, noticed: new Map(), endMs })
  }

  /** @param fault the very one that struck. */
  mended(fault: Fault, atMs: Millis): void {
    const watched = this.#faults.find(other => other.fault === fault)
    if (watched) watched.endMs = atMs
  }

  /** Whether a pause of that cluster began by `untilMs`, and did not end before `fromMs`. */
  isPaused(cluster: string, fromMs: Millis, untilMs: Millis): boolean {
    return this.#faults.some(
      ({ fault, endMs }) =>
        fault.kind === 'pause' &&
        fault.cluster === cluster &&
        fault.atMs <= untilMs &&
        (endMs ?? NEVER) >= fromMs,
    )
  }

  /** @returns after how many ms a fault was noticed so, by that cluster for the first time. */
  see(cluster: string, { fact, peer, atMs }: PeerTransition): Millis | undefined {
    if (fact === 'back') return undefined
    const watched = this.#faults.findLast(
      ({ fault }) => fault.atMs <= atMs && isGone(fault, cluster, peer),
    )
    if (!watched || watched.noticed.has(cluster)) return undefined
    if (atMs > this.#missedUntilMs(watched, cluster)) return undefined
    const afterMs = Math.round(atMs - watched.fault.atMs)
    watched.noticed.set(cluster, afterMs)
    return afterMs
  }

  /** What is known of the faults up to the end of the run. */
  all(seconds: readonly SeriesSecond[], endMs: Millis): FaultImpact[] {
    const outages = this.#faults
      .filter(({ fault }) => fault.atMs <= endMs)
      .map(({ fault, noticed, endMs: mendedMs }) => ({
        words: faultWords(fault).begins,
        atMs: fault.atMs,
        // A run that is interrupted does not come to the end of all faults.
        endMs: mendedMs === null || mendedMs > endMs ? null : mendedMs,
        noticedAfterMs: Object.fromEntries(noticed),
        ...recoveryOf(fault, seconds, mendedMs ?? fault.atMs),
      }))
    return outages.map(outage => ({
      ...outage,
      cost: costOf(outage, seconds, outages, this.#warmupMs),
    }))
  }

  /**
   * Until when a cluster that misses a peer may do so because of that fault: as long as the peer is
   * gone, and as long again as it may be silent before it is missed.
   */
  #missedUntilMs({ fault, endMs }: Watched, cluster: string): Millis {
    const isMended = endMs !== null && endMs > fault.atMs
    const backMs = isMended ? endMs : this.#joinedMs(fault)
    return backMs + (this.#clusters[cluster]?.stateTtlMs ?? 0) + LATE_MAX_MS
  }

  /** When a cluster that was not restarted came back. */
  #joinedMs(gone: Fault): Millis {
    const back = this.#faults.find(
      ({ fault }) =>
        fault.kind === 'join' &&
        'cluster' in gone &&
        fault.cluster === gone.cluster &&
        fault.atMs >= gone.atMs,
    )
    return back?.fault.atMs ?? Number.POSITIVE_INFINITY
  }
}

/** Whether the peer is not to be reached from the cluster because of the fault. */
function isGone(fault: Fault, cluster: string, peer: string): boolean {
  switch (fault.kind) {
    case 'kill':
    case 'pause':
    case 'leave':
      return fault.cluster === peer
    case 'partition': {
      const groupOf = (name: string) => fault.groups.findIndex(group => group.includes(name))
      const [ours, theirs] = [groupOf(cluster), groupOf(peer)]
      return ours >= 0 && theirs >= 0 && ours !== theirs
    }
    default:
      return false
  }
}

type Recovery = Pick<FaultImpact, 'recoveredAfterMs' | 'notRecovered'>

function recoveryOf(fault: Fault, seconds: readonly SeriesSecond[], mendedMs: Millis): Recovery {
  // More workers are none of what one recovers from.
  if (fault.kind === 'join') return unseen('nothing to recover from')
  const baseline = baselineOf(seconds, fault.atMs)
  if (!baseline) return unseen('nothing to compare with')
  if (!canBeSeen(seconds, mendedMs)) return unseen('too late to see')
  const wellMs = calmFrom(seconds, baseline, mendedMs)
  return wellMs === undefined ? unseen('not seen') : { recoveredAfterMs: wellMs - mendedMs }
}

function unseen(notRecovered: NotRecovered): Recovery {
  return { recoveredAfterMs: null, notRecovered }
}
