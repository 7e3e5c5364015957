/**
 * Clients behind one DEALER socket: what each would send by a REQ socket of its own goes out with
 * its name in front, and what comes in is told apart by that name.
 */

import type { Millis } from '../base/time.js'
import { type Envelope, isEmpty, textOf } from '../wire/envelope.js'
import type { Machine, Ports } from '../wire/machine.js'
import type { ClientFact } from './client.js'

/** The inlet and outlet of all. */
export const SHARED = 'shared'

const DELIMITER = ''

export class Shared<Clients extends Machine> implements Machine {
  readonly clients: Clients
  readonly #ports: Ports<string, ClientFact>

  /** @param make makes the clients, each with an outlet of its own name. */
  constructor(
    ports: Ports<string, ClientFact>,
    make: (ports: Ports<string, ClientFact>) => Clients,
  ) {
    this.#ports = ports
    this.clients = make({
      random: () => ports.random(),
      note: (fact, about, value) => ports.note(fact, about, value),
      send: (name, body) => ports.send(SHARED, [name, DELIMITER, ...body]),
    })
  }

  start(now: Millis): void {
    this.clients.start(now)
  }

  receive(_inlet: string, message: Envelope, now: Millis, hasWaited: boolean): void {
    const [name, delimiter, ...body] = message
    if (!isEmpty(delimiter) || body.length === 0) this.#ports.note('malformed', SHARED, 1)
    else this.clients.receive(textOf(name), body, now, hasWaited)
  }

  bounce(_outlet: string, message: Envelope, now: Millis): void {
    this.clients.bounce(textOf(message[0]), message.slice(2), now)
  }

  connection(): void {}

  tick(now: Millis): void {
    this.clients.tick(now)
  }

  get deadline(): Millis {
    return this.clients.deadline
  }

  wants(): boolean {
    return true
  }
}
