/**
 * The ways of tasks: what passed a broker lately, so that the way of a task that turns out to be
 * slow can be told afterwards. Each costs the broker a moment, and the memory is bounded.
 */

import type { Millis } from '../base/time.js'
import { type Envelope, textOf } from '../wire/envelope.js'
import type { Machine, Ports } from '../wire/machine.js'

/** A message about a task passed a broker. Plain data. */
export interface Hop {
  readonly t: Millis
  /** The broker's cluster. */
  readonly at: string
  readonly socket: string
  readonly dir: 'in' | 'out' | 'back'
  /** The client, worker or peer that it came from, or went to. */
  readonly with: string
}

/** By task. */
export type WaysOfTasks = Readonly<Record<string, readonly Hop[]>>

/** The same by another clock, whose 0 is at `originMs` of theirs. */
export function waysSince(originMs: Millis, ways: WaysOfTasks): WaysOfTasks {
  const shifted = Object.entries(ways).map(([task, hops]) => [
    task,
    hops.map(({ t, ...hop }) => ({ ...hop, t: t - originMs })),
  ])
  return Object.fromEntries(shifted)
}

/**
 * A chapter ends when it has so many messages, or is so old; the last two are remembered. So it is
 * never more than 65,536 messages, and where there are few, what they take does not grow for long.
 */
const CHAPTER_HOPS = 32_768
const CHAPTER_MS: Millis = 10_000

interface Passage {
  readonly task: string
  readonly hop: Hop
}

/** Where a task's id ends in its body: at its padding or at a signature. */
const END = /[ @]/

export class Ways {
  readonly #at: string
  #chapter: Passage[] = []
  #chapterBefore: Passage[] = []
  #chapterAt: Millis = 0
  #now: Millis = 0

  constructor(cluster: string) {
    this.#at = cluster
  }

  /** What passed about these tasks, as far as it is remembered, in the order of time. */
  of(tasks: readonly string[]): WaysOfTasks {
    const ways = new Map(tasks.map(task => [task, [] as Hop[]]))
    for (const chapter of [this.#chapterBefore, this.#chapter]) {
      for (const { task, hop } of chapter) ways.get(task)?.push(hop)
    }
    for (const hops of ways.values()) hops.sort((a, b) => a.t - b.t)
    return Object.fromEntries(ways)
  }

  /** The ports, for the machine. */
  ports<Out extends string, Fact extends string>(ports: Ports<Out, Fact>): Ports<Out, Fact> {
    return {
      send: (outlet, message) => {
        this.#pass(outlet, 'out', message)
        ports.send(outlet, message)
      },
      random: ports.random,
      note: ports.note,
    }
  }

  /** The machine, for the driver. */
  machine(machine: Machine): Machine {
    return {
      start: now => machine.start(now),
      receive: (inlet, message, now, waited) => {
        this.#now = now
        this.#pass(inlet, 'in', message)
        machine.receive(inlet, message, now, waited)
      },
      bounce: (outlet, message, now) => {
        this.#now = now
        this.#pass(outlet, 'back', message)
        machine.bounce(outlet, message, now)
      },
      connection: (outlet, peer, isUp, now) => {
        this.#now = now
        machine.connection(outlet, peer, isUp, now)
      },
      tick: now => {
        this.#now = now
        machine.tick(now)
      },
      get deadline() {
        return machine.deadline
      },
      wants: inlet => machine.wants(inlet),
    }
  }

  #pass(socket: string, dir: Hop['dir'], message: Envelope): void {
    const task = taskIn(message)
    if (task === undefined) return
    // Behind one socket there may be many clients: whose task it is says the task.
    const other = textOf(message[0])
    const hop = { t: this.#now, at: this.#at, socket, dir, with: other }
    this.#turnPage()
    this.#chapter.push({ task, hop })
  }

  #turnPage(): void {
    const isFull = this.#chapter.length >= CHAPTER_HOPS
    if (!isFull && this.#now < this.#chapterAt + CHAPTER_MS) return
    this.#chapterBefore = this.#chapter
    this.#chapter = []
    this.#chapterAt = this.#now
  }
}

/** The id of the task that a message is about; undefined for what is not about any of ours. */
function taskIn(message: Envelope): string | undefined {
  const last = message[message.length - 1]
  if (last === undefined || last.length < 3) return undefined
  const body = typeof last === 'string' ? last : textOf(last)
  if (!body.includes('#')) return undefined
  const end = body.search(END)
  return end < 0 ? body : body.slice(0, end)
}
