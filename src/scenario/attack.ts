/** What hostile and faulty parties do to a cluster in virtual time, and when. */

import type { Millis } from '../base/time.js'

/** Who can reach the sockets of a cluster, and is none of its own. */
export const STRANGERS = [
  'garbage',
  'forged-replies',
  'readies',
  'silent-workers',
  'requests',
  'subscriptions',
  'stolen-workers',
  'stolen-clients',
] as const
export type StrangerAct = (typeof STRANGERS)[number]

/** Its own workers, with what they answer. */
export const FAULTY_WORKERS = [
  'worker-delay',
  'worker-duplicate',
  'worker-garble',
  'worker-drop',
] as const
export type WorkerFault = (typeof FAULTY_WORKERS)[number]

/** Its own broker, with what it says to its peers. */
export const FAULTY_BROKERS = [
  'broker-delay',
  'broker-duplicate',
  'broker-drop',
  'broker-lie',
  'broker-repeat',
  'broker-forge',
] as const
export type BrokerFault = (typeof FAULTY_BROKERS)[number]

/** What an attack can do. */
export const ATTACKS = [...STRANGERS, ...FAULTY_WORKERS, ...FAULTY_BROKERS] as const

interface Span {
  /** A cluster. */
  readonly on: string
  readonly fromMs: Millis
  readonly untilMs: Millis
}

/** One act each `everyMs`. */
interface Hostility extends Span {
  readonly does: StrangerAct
  readonly everyMs: Millis
}

/** To each message with this probability. */
interface Faultiness extends Span {
  readonly does: WorkerFault | BrokerFault
  readonly probability: number
}

export type Attack = Hostility | Faultiness

export function isOfStrangers(does: Attack['does']): does is StrangerAct {
  return (STRANGERS as readonly string[]).includes(does)
}

export function isOfWorkers(does: WorkerFault | BrokerFault): does is WorkerFault {
  return (FAULTY_WORKERS as readonly string[]).includes(does)
}
