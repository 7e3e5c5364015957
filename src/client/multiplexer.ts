/**
 * Clients behind one DEALER socket: what each would send by a REQ socket of its own goes out with
 * its name and the number of its request in front, and what comes in is told apart by them. As with
 * REQ's `correlate`, an answer to a request that was sent again since is dropped.
 */

import type { Millis } from '../base/time.js'
import { type Envelope, isEmpty, textOf } from '../wire/envelope.js'
import type { Machine, Ports } from '../wire/machine.js'
import type { ClientFact } from './client.js'

/** The inlet and outlet of all. */
export const MULTIPLEXED = 'shared'

const DELIMITER = ''

/** Between a client's name, which cannot have it, and the number of its last request. */
const MARK = '/'

interface Request {
  readonly number: number
  readonly signs: number
}

export class ClientMultiplexer<Clients extends Machine> implements Machine {
  readonly clients: Clients
  readonly #ports: Ports<string, ClientFact>
  /** How many requests each client has sent, by its name, and how many signs there were then. */
  readonly #requests = new Map<string, Request>()
  /** Signs that the socket lives: a message came in by it, or it is new. */
  #signs = 0

  /** @param make makes the clients, each with an outlet of its own name. */
  constructor(
    ports: Ports<string, ClientFact>,
    make: (ports: Ports<string, ClientFact>) => Clients,
  ) {
    this.#ports = ports
    this.clients = make({
      random: () => ports.random(),
      note: (fact, about, value) => ports.note(fact, about, value),
      reopen: name => this.#reopen(name),
      send: (name, body) => ports.send(MULTIPLEXED, [this.#nextAddress(name), DELIMITER, ...body]),
    })
  }

  start(now: Millis): void {
    this.clients.start(now)
  }

  receive(_inlet: string, message: Envelope, now: Millis): void {
    this.#signs++
    const [address, delimiter, ...body] = message
    const [name = '', request] = textOf(address).split(MARK)
    const last = this.#requests.get(name)
    if (last === undefined || !isEmpty(delimiter) || body.length === 0) {
      this.#ports.note('malformed', MULTIPLEXED, 1)
    } else if (request === String(last.number)) this.clients.receive(name, body, now)
  }

  bounce(_outlet: string, message: Envelope, now: Millis): void {
    const [name = ''] = textOf(message[0]).split(MARK)
    this.clients.bounce(name, message.slice(2), now)
  }

  connection(): void {}

  tick(now: Millis): void {
    this.clients.tick(now)
  }

  get deadline(): Millis {
    return this.clients.deadline
  }

  /** Other clients still wait by this socket: only where nobody has heard anything since. */
  #reopen(name: string): void {
    if (this.#requests.get(name)?.signs !== this.#signs) return
    this.#signs++
    this.#ports.reopen(MULTIPLEXED)
  }

  #nextAddress(name: string): string {
    const number = (this.#requests.get(name)?.number ?? 0) + 1
    this.#requests.set(name, { number, signs: this.#signs })
    return `${name}${MARK}${number}`
  }
}
