/** A tap: writes down, as a trace has it, all that it sees of a machine that it watches. */

import type { Millis } from '../base/time.js'
import type { BrokerOptions } from '../broker/contract.js'
import type { Envelope } from '../wire/envelope.js'
import { STATE } from '../worker/worker.js'
import type { Direction, MachineObserver } from './machine-probe.js'
import { FACT, type TraceWriter, traceFrames } from './trace.js'

export class TraceRecorder implements MachineObserver {
  readonly #cluster: string
  readonly #write: TraceWriter
  /** Only a broker's: it is written down so wholly that it can be run again. */
  readonly #broker: BrokerOptions | undefined
  readonly #wants: (topic: string) => boolean

  /**
   * @param broker of clients and workers, whose names are those of their sockets: undefined.
   * @param wants of which topics events are written; of all, unless it is said here.
   */
  constructor(
    cluster: string,
    write: TraceWriter,
    broker?: BrokerOptions,
    wants: (topic: string) => boolean = () => true,
  ) {
    this.#cluster = cluster
    this.#write = write
    this.#broker = broker
    this.#wants = wants
  }

  started(now: Millis): void {
    const options = this.#broker
    if (!options || !this.#wants(FACT)) return
    const at = this.#cluster
    this.#write({ t: now, at, fact: 'start', about: at, count: 1, options: optionsOf(options) })
  }

  passed(socket: string, dir: Direction, message: Envelope, now: Millis): void {
    // What workers hear of their broker's state is in the trace of the broker.
    if (!this.#broker && socket === STATE) return
    const where = this.#broker ? { at: this.#cluster, socket } : { at: socket, socket: 'req' }
    if (!this.#wants(where.socket)) return
    const frames = traceFrames(message)
    this.#write({ t: now, ...where, dir, frames })
  }

  noted(fact: string, about: string, count: number, now: Millis): void {
    if (this.#wants(FACT)) this.#write({ t: now, at: this.#cluster, fact, about, count })
  }

  drew(number: number, now: Millis): void {
    if (this.#broker) this.noted('drew', this.#cluster, number, now)
  }

  connected(peer: string, isUp: boolean, now: Millis): void {
    this.noted(isUp ? 'connected' : 'disconnected', peer, 1, now)
  }

  ticked(now: Millis): void {
    if (this.#broker) this.noted('tick', this.#cluster, 1, now)
  }
}

/** A plan has all of them, and much else that no broker asks for. */
function optionsOf(plan: BrokerOptions): BrokerOptions {
  const { self, peers, policy, heartbeatMs, stateTtlMs, stateIntervalMs, taskTimeoutMs } = plan
  return { self, peers, policy, heartbeatMs, stateTtlMs, stateIntervalMs, taskTimeoutMs }
}
