/**
 * Clients: each sends one task at a time and waits for its answer, sends it again when none comes,
 * and at last calls it lost. When they want to send is the load's affair.
 */

import { type Millis, NEVER } from '../base/time.js'
import { TimerQueue } from '../base/timer-queue.js'
import { type Envelope, textOf } from '../wire/envelope.js'
import type { Machine, Ports } from '../wire/machine.js'
import { numbersOf, signerOf, taskBody, taskIdOf } from '../wire/task.js'
import { type LoadOptions, NO_TASKS, type Schedule, scheduleOf } from './load.js'

/**
 * What clients note. About a task: `sent`, by how many ms later than intended; `retried`; `lost`;
 * and, before the `answered` that it is of, `accepted`, by how many ms the first send was later
 * than intended. About the worker that signed ('' for none): `answered`, its value the latency in
 * ms from the intended send. About a client: `duplicate`; `malformed`; and `behind`, by how many ms
 * it was late with the task that it has just sent, though it was free.
 */
export type ClientFact =
  | 'sent'
  | 'behind'
  | 'accepted'
  | 'answered'
  | 'retried'
  | 'lost'
  | 'duplicate'
  | 'malformed'

/** A free client that sends so late is not held up by answers but by the machine that it is on. */
export const BEHIND_MS: Millis = 100

export interface ClientOptions extends LoadOptions {
  /** The clients' names; each is also the name of its socket. */
  readonly names: readonly string[]
  /** How long a client waits for an answer before it sends the task again. */
  readonly timeoutMs: Millis
  /** How often it does so before the task is lost. */
  readonly retries: number
  readonly bodyBytes: number
  /**
   * When its clients begin, if the clock has gone on since: their times are from then. When the
   * machine is started, unless it is said here.
   */
  readonly startedAt?: Millis
  /** Which life of their cluster they are of; the first, unless it is said here. */
  readonly life?: number | undefined
}

interface Client {
  readonly index: number
  readonly name: string
  sequence: number
  /** When its next task should be sent, or its last one should have been. */
  intendedAt: Millis
  /** When its last task was sent first. */
  sentAt: Millis
  /** What it waits for an answer to. */
  task: { readonly id: string; readonly body: string } | undefined
  attempts: number
  /** Whether anything has come in since it sent last. */
  hasHeard: boolean
  /** When it gives up waiting. */
  timeoutAt: Millis
}

/** A number of clients, each with a REQ socket of its own: its inlet and outlet. */
export class Clients implements Machine {
  readonly #options: ClientOptions
  readonly #ports: Ports<string, ClientFact>
  readonly #byName: ReadonlyMap<string, Client>
  /** Clients that think, by the time of their next task. */
  readonly #thinking = new TimerQueue<Client>()
  /** Clients that wait for an answer, in the order of their timeouts. */
  readonly #waiting = new Set<Client>()
  /** Not after the first timeout; brought up to date when it is reached. */
  #nextTimeout: Millis = NEVER
  #schedule: Schedule = NO_TASKS
  #hasCeased = false

  constructor(options: ClientOptions, ports: Ports<string, ClientFact>) {
    this.#options = options
    this.#ports = ports
    this.#byName = new Map(options.names.map((name, index) => [name, newClient(name, index)]))
  }

  start(now: Millis): void {
    if (this.#hasCeased) return
    const { startedAt = now } = this.#options
    this.#schedule = scheduleOf(this.#options, startedAt, this.#ports.random)
    for (const client of this.#byName.values()) this.#next(client, startedAt, now)
  }

  receive(inlet: string, message: Envelope, now: Millis): void {
    const client = this.#byName.get(inlet)
    if (client) client.hasHeard = true
    if (message.length === 0) return this.#ports.note('malformed', inlet, 1)
    if (!client?.task) return this.#ports.note('duplicate', inlet, 1)
    const signer = signerOf(textOf(message[0]), client.task.id)
    if (signer === undefined) {
      const isOld = this.#isEarlier(textOf(message[0]), client)
      return this.#ports.note(isOld ? 'duplicate' : 'malformed', inlet, 1)
    }
    this.#ports.note('accepted', client.task.id, client.sentAt - client.intendedAt)
    this.#ports.note('answered', signer, now - client.intendedAt)
    this.#finish(client, now)
  }

  /** The socket had no room, or no broker to send to: the timeout will see to it. */
  bounce(): void {}

  connection(): void {}

  /** When a client's task should have been sent, if `body` is the one that it waits for. */
  intendedAt(name: string, body: string): Millis | undefined {
    const client = this.#byName.get(name)
    return client?.task?.body === body ? client.intendedAt : undefined
  }

  /** How many clients wait for an answer. */
  get inFlight(): number {
    return this.#waiting.size
  }

  /** How many tasks should have been sent by now that no client was free for. */
  overdue(now: Millis): number {
    return this.#schedule.overdue(now)
  }

  /** From now on no task is sent that was not sent before. */
  stopLoad(): void {
    this.#hasCeased = true
    this.#schedule = NO_TASKS
  }

  tick(now: Millis): void {
    for (;;) {
      const client = this.#thinking.takeDue(now)
      if (!client) break
      if (this.#hasCeased) continue
      this.#send(client, now)
      const lateMs = now - client.intendedAt
      if (lateMs > BEHIND_MS) this.#ports.note('behind', client.name, lateMs)
    }
    if (now < this.#nextTimeout) return
    for (const client of this.#waiting) {
      if (client.timeoutAt > now) break
      this.#timeOut(client, now)
    }
    this.#nextTimeout = this.#waiting.values().next().value?.timeoutAt ?? NEVER
  }

  get deadline(): Millis {
    return Math.min(this.#thinking.nextAt, this.#nextTimeout)
  }

  /** Whether it is about a task of that client's before the last, be it of an earlier life. */
  #isEarlier(body: string, client: Client): boolean {
    const { life: ours = 1 } = this.#options
    const task = numbersOf(body, client.name)
    if (!task) return false
    return task.life === ours ? task.sequence < client.sequence : task.life < ours
  }

  /** Sees to a client's next task; `freeAt` is since when it has none. */
  #next(client: Client, freeAt: Millis, now: Millis): void {
    client.intendedAt = this.#schedule.next(client.index, freeAt)
    if (client.intendedAt <= now) this.#send(client, now)
    else this.#thinking.add(client.intendedAt, client)
  }

  #send(client: Client, now: Millis): void {
    const id = taskIdOf(client.name, ++client.sequence, this.#options.life)
    client.task = { id, body: taskBody(id, this.#options.bodyBytes) }
    client.attempts = 1
    client.sentAt = now
    this.#ports.note('sent', id, now - client.intendedAt)
    this.#await(client, client.task.body, now)
  }

  #await(client: Client, body: string, now: Millis): void {
    client.timeoutAt = now + this.#options.timeoutMs
    client.hasHeard = false
    // All wait equally long, so the end of the set is the place of the latest.
    this.#waiting.add(client)
    if (client.timeoutAt < this.#nextTimeout) this.#nextTimeout = client.timeoutAt
    this.#ports.send(client.name, [body])
  }

  #timeOut(client: Client, now: Millis): void {
    if (!client.task) return
    const { id, body } = client.task
    // Where nothing comes in, a stranger may have the name (Guide, chapter 4, Lazy Pirate).
    if (!client.hasHeard) this.#ports.reopen(client.name)
    if (client.attempts > this.#options.retries) {
      this.#ports.note('lost', id, 1)
      return this.#finish(client, now)
    }
    client.attempts++
    this.#ports.note('retried', id, 1)
    this.#waiting.delete(client)
    this.#await(client, body, now)
  }

  #finish(client: Client, now: Millis): void {
    this.#waiting.delete(client)
    client.task = undefined
    this.#next(client, now, now)
  }
}

function newClient(name: string, index: number): Client {
  return {
    name,
    index,
    sequence: 0,
    intendedAt: NEVER,
    sentAt: NEVER,
    task: undefined,
    attempts: 0,
    hasHeard: false,
    timeoutAt: NEVER,
  }
}
