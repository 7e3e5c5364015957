/** Who waits at a frontend of a broker, and how often others had a turn meanwhile. */

import { bytesOf, keyOf } from '../wire/envelope.js'
import type { ObservedTask } from './observed-tasks.js'

/** What waits at the most: tasks of one requester, and the bytes of all that are not its first. */
const TASKS_MAX = 16_384
const BYTES_MAX = 256 * 1_048_576

/** A client or a peer with tasks that wait, the oldest first. */
interface Requester {
  readonly id: string
  readonly tasks: ObservedTask[]
  /** Turns of others since it had one, or began to wait. */
  passed: number
  /** The most that waited at a time meanwhile, itself among them. */
  crowd: number
}

export class ObservedTurns {
  size = 0
  readonly #requesters: Requester[] = []
  #bytes = 0
  #starved: string | undefined

  add(task: ObservedTask): void {
    const id = keyOf(task.message[0])
    const known = this.#requesters.find(requester => requester.id === id)
    const bytes = bytesOf(task.message)
    if (known && (known.tasks.length >= TASKS_MAX || this.#bytes + bytes > BYTES_MAX)) return
    this.#bytes += bytes
    if (known) known.tasks.push(task)
    else this.#requesters.push({ id, tasks: [task], passed: 0, crowd: 0 })
    const count = this.#requesters.length
    for (const requester of this.#requesters) requester.crowd = Math.max(requester.crowd, count)
    this.size++
  }

  forget(id: string): void {
    const gone = take(this.#requesters, requester => requester.id === id)
    if (!gone) return
    this.size -= gone.tasks.length
    for (const task of gone.tasks) this.#bytes -= bytesOf(task.message)
  }

  /** Takes the oldest task of some requester that is so; none that is not its oldest. */
  take(isIt: (task: ObservedTask) => boolean): ObservedTask | undefined {
    const place = this.#requesters.findIndex(({ tasks: [oldest] }) => oldest && isIt(oldest))
    const requester = this.#requesters[place]
    const task = requester?.tasks.shift()
    if (!requester || !task) return undefined
    this.size--
    this.#bytes -= bytesOf(task.message)
    if (requester.tasks.length === 0) this.#requesters.splice(place, 1)
    requester.passed = 0
    requester.crowd = this.#requesters.length
    for (const other of this.#requesters) {
      if (other === requester) continue
      other.passed++
      // One round by their places, and as many turns of those with one task that go before.
      if (other.passed > 2 * other.crowd) {
        this.#starved = `${other.id} waits for ${other.passed} turns of ${other.crowd}`
      }
    }
    return task
  }

  /** Who waits too long, since it was asked last. */
  starved(): string | undefined {
    const starved = this.#starved
    this.#starved = undefined
    return starved
  }
}

/** Takes the first that is so out of a list. */
export function take<T>(list: T[], isIt: (item: T) => boolean): T | undefined {
  const place = list.findIndex(isIt)
  return place < 0 ? undefined : list.splice(place, 1)[0]
}
