/** A trace being looked at: where one stands in it, and where one can go from there. */

import type { Millis } from '../../base/time.js'
import type { BrokerState } from '../../broker/contract.js'
import { newBroker } from '../../policy/new-broker.js'
import { UsageError } from '../../scenario/usage-error.js'
import { BrokerReplayer, type Difference } from '../../trace/broker-replayer.js'
import { isMessage, type TraceEvent } from '../../trace/trace.js'

/** Events that a broker needs to be run again, and that say nothing to people. */
const SILENT: readonly string[] = ['tick', 'drew']
const NOTHING = 'There is nothing to show in this trace: it has only ticks and draws'

export class Playback {
  /** The events that can be stood at. */
  readonly shown: readonly TraceEvent[]
  /** Which of them one stands at. */
  position = 0
  readonly #events: readonly TraceEvent[]
  /** By the place among the shown ones: the place among all. */
  readonly #places: readonly number[]
  #rerun: BrokerReplayer
  #reached = 0

  /** @throws UsageError if there is nothing to look at. */
  constructor(events: readonly TraceEvent[]) {
    this.#events = events
    this.#places = [...events.keys()].filter(place => isShown(events[place]))
    this.shown = this.#places.map(place => events[place] as TraceEvent)
    if (this.shown.length === 0) throw new UsageError(NOTHING)
    this.#rerun = new BrokerReplayer(events, newBroker)
  }

  get event(): TraceEvent {
    return this.shown[this.position] as TraceEvent
  }

  /** Where the brokers of this program do otherwise than those of the trace, so far. */
  get difference(): Difference | undefined {
    return this.#rerun.difference
  }

  /** The brokers that live, when the event has happened and all that came of it. */
  states(): Map<string, BrokerState> {
    const next = this.#places[this.position + 1] ?? this.#events.length
    // Brokers cannot be run backwards.
    if (next < this.#reached) this.#rerun = new BrokerReplayer(this.#events, newBroker)
    this.#reached = next
    return this.#rerun.statesAfter(next)
  }

  move(steps: number): void {
    this.position = Math.max(0, Math.min(this.shown.length - 1, this.position + steps))
  }

  /** To the last event that has happened by that time, or the first of all. */
  toTime(t: Millis): void {
    this.position = Math.max(
      0,
      this.shown.findLastIndex(event => event.t <= t),
    )
  }

  /**
   * To the first of all for which that holds.
   *
   * @returns whether there is one; else it stays where it is.
   */
  toFirst(holds: (event: TraceEvent) => boolean): boolean {
    const place = this.shown.findIndex(holds)
    if (place >= 0) this.position = place
    return place >= 0
  }

  /**
   * To the next, or with -1 the last before, for which that holds; round the end if need be.
   *
   * @returns whether there is one; else it stays where it is.
   */
  toNext(holds: (event: TraceEvent) => boolean, step: 1 | -1 = 1): boolean {
    const { length } = this.shown
    for (let tried = 1; tried <= length; tried++) {
      const place = (this.position + step * tried + length * tried) % length
      if (!holds(this.shown[place] as TraceEvent)) continue
      this.position = place
      return true
    }
    return false
  }
}

function isShown(event: TraceEvent | undefined): boolean {
  return event !== undefined && (isMessage(event) || !SILENT.includes(event.fact))
}

/** Whether it is a fault, the end of one, or an invariant that broke. */
export function isFault(event: TraceEvent): boolean {
  return isBreak(event) || (!isMessage(event) && event.fact === 'fault')
}

/** Whether it is an invariant that broke. */
export function isBreak(event: TraceEvent): boolean {
  return !isMessage(event) && event.fact === 'broken'
}
