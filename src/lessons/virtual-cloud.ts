/** Clouds in virtual time, as lessons need them: small, said in words, every message heard. */

import { type CloudWords, type FaultWords, type LoadWords, planOfWords } from '../run/words.js'
import { SimCloud } from '../sim/cloud.js'
import type { NewBroker } from '../sim/cluster-contract.js'
import { type SimulatedRun, simulate } from '../sim/simulate.js'
import { isMessage, type MessageEvent, type TraceEvent } from '../trace/trace.js'

/** What a scenario file says, as far as lessons say it. */
export interface Scenario extends CloudWords {
  readonly load: readonly ({ readonly at: string | readonly string[] } & LoadWords)[]
  readonly faults?: readonly ({ readonly at: string } & FaultWords)[]
  readonly duration?: string
  readonly warmup?: string
}

/** A cloud that has run for a while, and all that it did meanwhile. */
export interface Played {
  readonly cloud: SimCloud
  readonly events: readonly TraceEvent[]
  readonly messages: readonly MessageEvent[]
}

/** One task of each of so many clients, all sent at that time: a second after the start. */
export function tasksAt(
  at: string | readonly string[],
  clients: number,
  ms = 1000,
): Scenario['load'][number] {
  const [from, until] = [`${ms - 1}ms`, `${ms + 1}ms`]
  return { at, executor: 'closed', think: '1ms', clients, from, until }
}

/**
 * Runs it for so long, with a trace.
 *
 * @param newBroker makes each broker; the real one, unless it is said here.
 */
export function play(scenario: Scenario, ms: number, newBroker?: NewBroker): Played {
  const events: TraceEvent[] = []
  const trace = (event: TraceEvent) => events.push(event)
  const cloud = new SimCloud(planOfWords(scenario), { newBroker, trace })
  cloud.runTo(ms)
  return { cloud, events, messages: events.filter(isMessage) }
}

/** Runs all of it, from its warm-up to its end, for its figures. */
export function measure(scenario: Scenario, newBroker?: NewBroker): Promise<SimulatedRun> {
  return simulate(planOfWords(scenario), { newBroker })
}

/** How often those brokers, or all, noted that. */
export function counted(events: readonly TraceEvent[], fact: string, at?: string): number {
  return events.filter(
    event => 'fact' in event && event.fact === fact && (at === undefined || event.at === at),
  ).length
}
