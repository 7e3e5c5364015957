/** Who sees to it, from outside, that the machines of a cluster do what they should. */

import type { Millis } from '../base/time.js'
import type { BrokerOptions, BrokerState } from '../broker/contract.js'
import type { ClientOptions } from '../client/client.js'
import type { MachineObserver } from '../trace/machine-probe.js'
import type { InvariantChecker } from './invariant-checker.js'
import { ObservedBroker } from './observed-broker.js'
import { ObservedClients } from './observed-clients.js'

export class Observers {
  readonly #loads: readonly ClientOptions[]
  readonly #verdicts: InvariantChecker
  /** Of delegations, in all lives. */
  readonly #ids = new Set<string>()
  #broker: ObservedBroker | undefined

  constructor(loads: readonly ClientOptions[], verdicts: InvariantChecker) {
    this.#loads = loads
    this.#verdicts = verdicts
  }

  /** For a new life of a node: a broker, by its options, or clients. */
  of(node: string, broker: BrokerOptions | undefined, now: Millis): MachineObserver | undefined {
    if (broker) {
      this.#broker = new ObservedBroker(broker, this.#verdicts, this.#ids, now)
      return this.#broker
    }
    const load = this.#loads.find(({ names }) => node === `${names[0] ?? ''}-clients`)
    return load && new ObservedClients(load, this.#verdicts)
  }

  /** The cluster was paused until now. */
  resumed(now: Millis): void {
    this.#broker?.resumed(now)
  }

  /** Whether what the broker shows is so. */
  compare(shown: BrokerState | undefined, now: Millis): void {
    if (shown) this.#broker?.compare(shown, now)
  }
}
