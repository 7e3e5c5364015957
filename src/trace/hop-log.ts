/**
 * The ways of tasks: what passed a broker lately, so that the way of a task that turns out to be
 * slow can be told afterwards. Each costs the broker a moment, and the memory is bounded.
 */

import type { Millis } from '../base/time.js'
import { addressFrames } from '../broker/workers.js'
import { type Envelope, textOf } from '../wire/envelope.js'
import type { Direction, MachineObserver } from './machine-probe.js'

/** A message about a task passed a broker. Plain data. */
export interface Hop {
  readonly t: Millis
  /** The broker's cluster. */
  readonly at: string
  readonly socket: string
  readonly dir: Direction
  /** The client, worker or peer that it came from, or went to. */
  readonly with: string
  /** Of the delegation, where that is known. */
  readonly id?: string | undefined
}

/** By task. */
export type TaskPaths = Readonly<Record<string, readonly Hop[]>>

/** The same by another clock, whose 0 is at `originMs` of theirs. */
export function waysSince(originMs: Millis, ways: TaskPaths): TaskPaths {
  const shifted = Object.entries(ways).map(([task, hops]) => [
    task,
    hops.map(({ t, ...hop }) => ({ ...hop, t: t - originMs })),
  ])
  return Object.fromEntries(shifted)
}

/** As many messages are remembered: of ten thousand tasks a second, those of the last 1.6 s. */
const HOPS_KEPT = 65_536
/** More names than any cloud has: whoever sends them makes them up, and is told of as the first. */
const NAMES_MAX = 262_144

const DIRECTIONS: readonly Direction[] = ['in', 'out', 'back']
const [HASH, SPACE, AT] = [35, 32, 64]

export class HopLog implements MachineObserver {
  readonly #at: string
  // Numbers in arrays that are never replaced: strings and objects that live for seconds would be
  // swept by the collector only after minutes, and a calm cluster would seem to leak.
  readonly #tasks = new Float64Array(HOPS_KEPT)
  readonly #times = new Float64Array(HOPS_KEPT)
  readonly #kinds = new Uint8Array(HOPS_KEPT)
  readonly #others = new Uint32Array(HOPS_KEPT)
  readonly #sockets: string[] = []
  readonly #names: string[] = []
  readonly #places = new Map<string, number>()
  #count = 0

  constructor(cluster: string) {
    this.#at = cluster
  }

  /** What passed about these tasks, as far as it is remembered, in the order of time. */
  of(tasks: readonly string[]): TaskPaths {
    const ways = new Map(tasks.map(task => [numberOf(task), [] as Hop[]]))
    for (let index = Math.max(0, this.#count - HOPS_KEPT); index < this.#count; index++) {
      const slot = index % HOPS_KEPT
      ways.get(this.#tasks[slot] ?? 0)?.push(this.#hopAt(slot))
    }
    return Object.fromEntries(tasks.map(task => [task, ways.get(numberOf(task)) ?? []]))
  }

  passed(socket: string, dir: Direction, message: Envelope, now: Millis): void {
    const body = message[message.length - 1]
    const task = typeof body === 'string' ? numberOf(body) : numberOf(textOf(body))
    if (task === 0) return
    const slot = this.#count++ % HOPS_KEPT
    this.#tasks[slot] = task
    this.#times[slot] = now
    this.#kinds[slot] = DIRECTIONS.length * this.#socketPlace(socket) + DIRECTIONS.indexOf(dir)
    this.#others[slot] = this.#placeOf(otherEnd(socket, message))
  }

  #hopAt(slot: number): Hop {
    const kind = this.#kinds[slot] ?? 0
    return {
      t: this.#times[slot] ?? 0,
      at: this.#at,
      socket: this.#sockets[Math.floor(kind / DIRECTIONS.length)] ?? '',
      dir: DIRECTIONS[kind % DIRECTIONS.length] ?? 'in',
      with: this.#names[this.#others[slot] ?? 0] ?? '',
    }
  }

  #socketPlace(socket: string): number {
    const place = this.#sockets.indexOf(socket)
    return place < 0 ? this.#sockets.push(socket) - 1 : place
  }

  #placeOf(name: string): number {
    const known = this.#places.get(name)
    if (known !== undefined) return known
    if (this.#names.length >= NAMES_MAX) return 0
    const place = this.#names.push(name) - 1
    this.#places.set(name, place)
    return place
  }
}

/** Who a message is from, or for: a worker may have its name behind that of a shared socket. */
export function otherEnd(socket: string, message: Envelope): string {
  const isSharing = socket === 'localbe' && addressFrames(message) > 1
  return textOf(message[isSharing ? 1 : 0])
}

/**
 * A number for the task that a body is about, up to its padding or its signature; 0 for a body that
 * is about none. Of as many as are remembered, two are alike with a chance of one in two million.
 */
function numberOf(body: string): number {
  let [high, low] = [0x811c9dc5, 0x9e3779b9]
  let isTask = false
  for (let index = 0; index < body.length; index++) {
    const code = body.charCodeAt(index)
    if (code === SPACE || code === AT) break
    if (code === HASH) isTask = true
    high = Math.imul(high ^ code, 0x01000193)
    low = Math.imul(low ^ code, 0x5bd1e995)
  }
  return isTask ? (high >>> 0) * 2 ** 20 + (low >>> 12) : 0
}
