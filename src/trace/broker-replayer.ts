/**
 * Brokers run again from a trace: what came in and the chance they drew is all that they ever knew,
 * so that at each event they are what they were, and must do what they did.
 */

import { Fifo } from '../base/fifo.js'
import { Broker } from '../broker/broker.js'
import type {
  BrokerInlet,
  BrokerOptions,
  BrokerOutlet,
  BrokerPorts,
  BrokerState,
} from '../broker/contract.js'
import type { Envelope } from '../wire/envelope.js'
import {
  envelopeOf,
  type FactEvent,
  isMessage,
  type MessageEvent,
  type TraceEvent,
  traceFrames,
} from './trace.js'

/** Where the brokers of today part from those of the trace: what one did not bring about. */
export interface Difference {
  readonly event: TraceEvent
  /** What it did instead; undefined for nothing. */
  readonly instead: string | undefined
}

type NewBroker = (options: BrokerOptions, ports: BrokerPorts) => Broker

const plainBroker: NewBroker = (options, ports) => new Broker(options, ports)

/** One broker, in one of its lives. */
interface Life {
  readonly broker: Broker
  /** What it sent that is not in the trace yet, and what was sent by the same frames. */
  readonly unseen: Fifo<{ readonly key: string; readonly message: Envelope }>
  readonly sent: Map<string, Envelope>
}

export class BrokerReplayer {
  /** The first; undefined as long as they do what they did. */
  difference: Difference | undefined
  readonly #events: readonly TraceEvent[]
  readonly #newBroker: NewBroker
  readonly #lives = new Map<string, Life>()
  /** What each broker is still to draw, by its lives: one that was killed may have drawn more. */
  readonly #draws = new Map<string, Fifo<number>[]>()
  /** Messages that will come back: a broker knows its own by the very array. */
  readonly #returning: ReadonlySet<string>
  #next = 0

  /** @param newBroker makes each broker; one that can run no policy files, unless it is said. */
  constructor(events: readonly TraceEvent[], newBroker: NewBroker = plainBroker) {
    this.#events = events
    this.#newBroker = newBroker
    const back = events.filter(isMessage).filter(({ dir }) => dir === 'back')
    this.#returning = new Set(back.map(keyOf))
    for (const event of events) if (!isMessage(event)) this.#collectDraw(event)
  }

  /** The brokers that live, when `count` events have happened: never fewer than when last asked. */
  statesAfter(count: number): Map<string, BrokerState> {
    while (this.#next < count) this.#step(this.#events[this.#next++] as TraceEvent)
    const t = this.#events[count - 1]?.t ?? 0
    return new Map([...this.#lives].map(([name, { broker }]) => [name, broker.state(t)]))
  }

  #collectDraw({ at, fact, count }: FactEvent): void {
    if (fact !== 'drew' && fact !== 'end') return
    const lives = this.#draws.get(at) ?? [new Fifo<number>()]
    this.#draws.set(at, lives)
    if (fact === 'end') lives.push(new Fifo())
    else lives.at(-1)?.push(count)
  }

  #step(event: TraceEvent): void {
    const life = this.#lives.get(event.at)
    if (!isMessage(event)) this.#happen(event, life)
    // Clients and workers are not run again.
    else if (life) this.#pass(event, life)
  }

  #happen({ t, at, fact, about, options }: FactEvent, life: Life | undefined): void {
    switch (fact) {
      case 'start':
        if (options) this.#lives.set(at, this.#begin(options, t))
        break
      case 'end':
        this.#lives.delete(at)
        break
      case 'tick':
        life?.broker.tick(t)
        break
      case 'connected':
      case 'disconnected':
        life?.broker.connection('cloudbe', about, fact === 'connected', t)
        break
    }
  }

  #begin(options: NonNullable<FactEvent['options']>, t: number): Life {
    const unseen: Life['unseen'] = new Fifo()
    const at = options.self
    const draws = this.#draws.get(at)?.shift()
    const broker = this.#newBroker(options, {
      send: (socket, message) => {
        const key = keyOf({ at, socket, frames: traceFrames(message) })
        unseen.push({ key, message })
      },
      reopen() {},
      random: () => draws?.shift() ?? 0,
      note() {},
    })
    broker.start(t)
    return { broker, unseen, sent: new Map() }
  }

  #pass(event: MessageEvent, life: Life): void {
    const { t, socket, dir } = event
    switch (dir) {
      case 'in':
        return life.broker.receive(socket as BrokerInlet, envelopeOf(event.frames), t)
      case 'out':
        return this.#compare(event, life)
      case 'back': {
        const message = life.sent.get(keyOf(event)) ?? envelopeOf(event.frames)
        return life.broker.bounce(socket as BrokerOutlet, message, t)
      }
    }
  }

  #compare(event: MessageEvent, { unseen, sent }: Life): void {
    const key = keyOf(event)
    const done = unseen.shift()
    if (done?.key !== key) this.difference ??= { event, instead: done?.key }
    else if (this.#returning.has(key)) sent.set(key, done.message)
  }
}

function keyOf({ at, socket, frames }: Pick<MessageEvent, 'at' | 'socket' | 'frames'>): string {
  return `${at} ${socket} ${JSON.stringify(frames)}`
}
