/**
 * The tasks that wait at one frontend, by who requested them: a client, or a peer. Requesters take
 * turns, and those whose tasks queue up have at most half of them while others wait (rule 3).
 */

import { Fifo } from '../base/fifo.js'
import { bytesOf, keyOf } from '../wire/envelope.js'
import type { Task } from './task.js'

/**
 * Who leaves no more than so many tasks behind after a turn does not queue: a client that sends
 * again has an older request of its own here for each attempt.
 */
const FEW = 8

/** Tasks of one requester: all clients that share a socket are one, and fit in. */
const REQUESTER_TASKS_MAX = 16_384

/** Bytes of all tasks together; beyond them a requester may have one task, and no more. */
const WAITING_BYTES_MAX = 256 * 1_048_576

/** A connection with tasks that wait. They are linked, the oldest first. */
interface Requester {
  readonly id: string
  first: Task | undefined
  last: Task | undefined
  size: number
  /** When it took its place in the line of turns, by a counter. */
  place: number
}

export class Requesters {
  size = 0
  readonly #byId = new Map<string, Requester>()
  /** Requesters with few tasks, by their places. Those that are gone are skipped. */
  readonly #withFew = new Fifo<Requester>()
  /** The same of requesters that had many tasks left after their last turn. */
  readonly #withMany = new Fifo<Requester>()
  #places = 0
  #lastHadMany = false
  #bytes = 0

  /** @returns false if there is no room: the task is not kept. */
  add(task: Task): boolean {
    const id = keyOf(task.message[0])
    const requester = this.#byId.get(id) ?? this.#begin(id)
    const bytes = bytesOf(task.message)
    const isFull = requester.size >= REQUESTER_TASKS_MAX || this.#bytes + bytes > WAITING_BYTES_MAX
    if (isFull && requester.size > 0) return false
    if (requester.last) requester.last.next = task
    else requester.first = task
    requester.last = task
    requester.size++
    this.size++
    this.#bytes += bytes
    return true
  }

  /** The next task. Its requester has its next turn after all others. */
  take(): Task | undefined {
    const requester = this.#next()
    const task = requester?.first
    if (!task) return undefined
    requester.first = task.next
    task.next = undefined
    requester.size--
    this.size--
    this.#bytes -= bytesOf(task.message)
    if (requester.size > 0) this.#takePlace(requester)
    else this.#byId.delete(requester.id)
    return task
  }

  /** Drops the tasks of a requester that is gone. @returns how many there were. */
  forget(id: string): number {
    const requester = this.#byId.get(id)
    if (!requester) return 0
    const { size } = requester
    for (let task = requester.first; task; task = task.next) this.#bytes -= bytesOf(task.message)
    this.size -= size
    requester.size = 0
    this.#byId.delete(id)
    return size
  }

  #begin(id: string): Requester {
    const requester = { id, first: undefined, last: undefined, size: 0, place: 0 }
    this.#byId.set(id, requester)
    this.#takePlace(requester)
    return requester
  }

  #takePlace(requester: Requester): void {
    requester.place = ++this.#places
    const line = requester.size > FEW ? this.#withMany : this.#withFew
    line.push(requester)
  }

  /** By place, but of two turns in a row one is of somebody with few tasks, if any waits. */
  #next(): Requester | undefined {
    const few = headOf(this.#withFew)
    const many = headOf(this.#withMany)
    const isByPlace = many !== undefined && !this.#lastHadMany
    this.#lastHadMany = !few || (isByPlace && many.place < few.place)
    return (this.#lastHadMany ? this.#withMany : this.#withFew).shift()
  }
}

/** Whoever is gone has no task left. */
function headOf(line: Fifo<Requester>): Requester | undefined {
  while (line.first?.size === 0) line.shift()
  return line.first
}
