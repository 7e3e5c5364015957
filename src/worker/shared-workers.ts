/**
 * Workers behind one DEALER socket: what each would send by a REQ socket of its own goes out with
 * its name in front, and what comes in is told apart by it. A task for one that is not there goes
 * back as ROUTER would send it back, had it a socket of its own: by the word GONE.
 */

import type { Millis } from '../base/time.js'
import { type Envelope, isEmpty, textOf } from '../wire/envelope.js'
import type { Machine, Ports } from '../wire/machine.js'
import { STATE, type WorkerFact } from './worker.js'

/** The inlet and outlet of all. */
export const SHARED_WORKERS = 'shared'

const DELIMITER = ''

export class SharedWorkers implements Machine {
  readonly #ports: Ports<string, WorkerFact>
  readonly #workers: Machine
  /** Each worker is there from its first word on. */
  readonly #isThere: Map<string, boolean>

  /**
   * @param names of all workers that may ever be there.
   * @param make makes the workers, each with an outlet of its own name.
   */
  constructor(
    names: readonly string[],
    ports: Ports<string, WorkerFact>,
    make: (ports: Ports<string, WorkerFact>) => Machine,
  ) {
    this.#ports = ports
    this.#isThere = new Map(names.map(name => [name, false]))
    this.#workers = make({
      random: () => ports.random(),
      note: (fact, about, value) => ports.note(fact, about, value),
      reopen: () => ports.reopen(SHARED_WORKERS),
      send: (name, message) => {
        this.#isThere.set(name, true)
        ports.send(SHARED_WORKERS, [name, DELIMITER, ...message])
      },
    })
  }

  /**
   * A worker ends. It is there again when it sends something.
   *
   * @returns whether it was there.
   */
  leave(name: string): boolean {
    const wasThere = this.#isThere.get(name) === true
    if (wasThere) this.#isThere.set(name, false)
    return wasThere
  }

  start(now: Millis): void {
    this.#workers.start(now)
  }

  receive(inlet: string, message: Envelope, now: Millis): void {
    if (inlet === STATE) return this.#workers.receive(inlet, message, now)
    const name = textOf(message[0])
    const isThere = this.#isThere.get(name)
    if (isThere === undefined || !isEmpty(message[1]) || message.length < 3) {
      this.#ports.note('malformed', SHARED_WORKERS, 1)
    } else if (isThere) this.#workers.receive(name, message.slice(2), now)
    else this.#ports.send(SHARED_WORKERS, [name, DELIMITER, 'GONE'])
  }

  bounce(_outlet: string, message: Envelope, now: Millis): void {
    this.#workers.bounce(textOf(message[0]), message.slice(2), now)
  }

  connection(): void {}

  tick(now: Millis): void {
    this.#workers.tick(now)
  }

  get deadline(): Millis {
    return this.#workers.deadline
  }
}
