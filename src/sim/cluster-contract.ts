/** What a cluster in virtual time is made of, and what it stands on. */

import type { Millis } from '../base/time.js'
import type {
  BrokerInlet,
  BrokerOptions,
  BrokerOutlet,
  BrokerPorts,
  BrokerState,
} from '../broker/contract.js'
import type { ClientOptions } from '../client/client.js'
import type { Fact } from '../report/counts.js'
import type { TraceWriter } from '../trace/trace.js'
import type { Machine } from '../wire/machine.js'
import type { WorkerOptions } from '../worker/worker.js'
import type { Clock } from './clock.js'
import type { CloudNet } from './cloud-net.js'
import type { InvariantChecker } from './invariant-checker.js'
import type { NodeObserver } from './node.js'

/** Told of every fact of every machine. */
interface FactListener {
  noted(cluster: string, fact: Fact, about: string): void
}

/** A broker, or what stands in its place: one with a bug, to see whether it is found. */
export interface BrokerMachine extends Machine<BrokerInlet, BrokerOutlet> {
  state(now: Millis): BrokerState
}
export type NewBroker = (options: BrokerOptions, ports: BrokerPorts) => BrokerMachine

export interface SimClusterOptions {
  readonly broker: BrokerOptions
  /** One machine of clients for each load. */
  readonly loads: readonly ClientOptions[]
  readonly workers: number
  readonly service: WorkerOptions['service']
  readonly seed: number
  readonly newBroker?: NewBroker
}

/** What a cluster stands on. */
export interface World extends NodeObserver, FactListener {
  readonly clock: Clock
  readonly net: CloudNet
  readonly verdicts: InvariantChecker
  /** Where all that happens is written down, if somebody asks for it. */
  readonly trace: TraceWriter | undefined
  /** Whether brokers remember the ways of tasks. */
  readonly keepsDetail: boolean
  /** Told of every task that a worker begins with. */
  taskBegins(body: string, at: string): void
  nextIndex(): number
}
