/**
 * A tap around one machine: it writes down all that passes between the machine and its driver, and
 * the two do not notice. Where there is no trace there is no tap, and nothing is paid for it.
 */

import type { Random } from '../base/random.js'
import type { Millis } from '../base/time.js'
import type { BrokerOptions } from '../broker/contract.js'
import type { Envelope } from '../wire/envelope.js'
import type { Machine, Ports } from '../wire/machine.js'
import { type MessageEvent, type TraceWriter, traceFrames } from './trace.js'

export class Tap {
  readonly #cluster: string
  readonly #write: TraceWriter
  /** Only a broker's: it is written down so wholly that it can be run again. */
  readonly #broker: BrokerOptions | undefined
  #now: Millis

  /** @param broker of clients and workers, whose names are those of their sockets: undefined. */
  constructor(cluster: string, write: TraceWriter, now: Millis, broker?: BrokerOptions) {
    this.#cluster = cluster
    this.#write = write
    this.#now = now
    this.#broker = broker
  }

  /** The ports, for the machine. */
  ports<Out extends string, Fact extends string>(ports: Ports<Out, Fact>): Ports<Out, Fact> {
    return {
      send: (outlet, message) => {
        this.#passed(outlet, 'out', message)
        ports.send(outlet, message)
      },
      random: this.#broker ? this.#drawn(ports.random) : ports.random,
      note: (fact, about, count) => {
        this.#happened(fact, about, count)
        ports.note(fact, about, count)
      },
    }
  }

  /** The machine, for the driver. */
  machine(machine: Machine): Machine {
    return {
      start: now => {
        this.#began(now)
        machine.start(now)
      },
      receive: (inlet, message, now, waited) => {
        this.#now = now
        this.#passed(inlet, 'in', message, waited)
        machine.receive(inlet, message, now, waited)
      },
      bounce: (outlet, message, now) => {
        this.#now = now
        this.#passed(outlet, 'back', message)
        machine.bounce(outlet, message, now)
      },
      connection: (outlet, peer, isUp, now) => {
        this.#now = now
        this.#happened(isUp ? 'connected' : 'disconnected', peer, 1)
        machine.connection(outlet, peer, isUp, now)
      },
      tick: now => {
        this.#now = now
        if (this.#broker) this.#happened('tick', this.#cluster, 1)
        machine.tick(now)
      },
      get deadline() {
        return machine.deadline
      },
      wants: inlet => machine.wants(inlet),
    }
  }

  #began(now: Millis): void {
    this.#now = now
    const options = this.#broker
    if (!options) return
    const at = this.#cluster
    this.#write({ t: now, at, fact: 'start', about: at, count: 1, options: optionsOf(options) })
  }

  #passed(socket: string, dir: MessageEvent['dir'], message: Envelope, waited?: boolean): void {
    const where = this.#broker ? { at: this.#cluster, socket } : { at: socket, socket: 'req' }
    const frames = traceFrames(message)
    this.#write({ t: this.#now, ...where, dir, frames, ...(waited ? { waited } : {}) })
  }

  #happened(fact: string, about: string, count: number): void {
    this.#write({ t: this.#now, at: this.#cluster, fact, about, count })
  }

  #drawn(random: Random): Random {
    return () => {
      const number = random()
      this.#happened('drew', this.#cluster, number)
      return number
    }
  }
}

/** A plan has all of them, and much else that no broker asks for. */
function optionsOf(plan: BrokerOptions): BrokerOptions {
  const { self, peers, policy, heartbeatMs, stateTtlMs, stateIntervalMs } = plan
  return { self, peers, policy, heartbeatMs, stateTtlMs, stateIntervalMs }
}
