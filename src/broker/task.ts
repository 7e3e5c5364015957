/** A task inside the broker: the message that asked for it, and the reply that goes back. */

import { bodyStart, type Envelope, isEmpty, isSame, spliced, textOf } from '../wire/envelope.js'

/** The frontend that a task came in on: it is a local client's, or a peer's. */
export type Origin = 'localfe' | 'cloudfe'

export interface Task {
  readonly origin: Origin
  /** The request as it came: its addresses are the way back. */
  readonly message: Envelope
  /** Where the body starts in it. */
  readonly bodyAt: number
  /** Whether a client of this cluster requested it: for what is noted, and for no decision. */
  readonly isOwn: boolean
  /** How often a worker or a peer had it and did not answer in time. */
  misses: number
  /** Its place among all tasks that the broker read. */
  order: number
  /** While both wait: the next task of whoever requested it. */
  next: Task | undefined
}

/**
 * @param ownPrefix how the names of this cluster's clients begin.
 * @returns undefined for a message without an address, a delimiter or a body.
 */
export function taskOf(origin: Origin, message: Envelope, ownPrefix: string): Task | undefined {
  const bodyAt = bodyStart(message)
  if (bodyAt < 0) return undefined
  const isOwn = origin === 'localfe' && textOf(message[0]).startsWith(ownPrefix)
  return { origin, message, bodyAt, isOwn, misses: 0, order: 0, next: undefined }
}

/** Whether a message echoes the addresses of a task, and so is a reply to it and to no other. */
export function echoes(task: Task, message: Envelope, at: number): boolean {
  for (let index = 0; index < task.bodyAt - 1; index++) {
    if (!isSame(message[at + index], task.message[index])) return false
  }
  return true
}

/**
 * The reply to a task, from what a worker or a peer sent with its own frames before it: the
 * addresses by our own memory, never by theirs (broker rule 2); the body is theirs.
 *
 * @param at where in `message` the echoed envelope starts.
 * @returns undefined if there is no delimiter where the task has its own, or nothing behind it.
 */
export function replyTo(task: Task, message: Envelope, at: number): Envelope | undefined {
  const start = at + task.bodyAt
  if (message.length <= start || !isEmpty(message[start - 1])) return undefined
  return spliced(task.message, task.bodyAt, message, start)
}
