/**
 * The steps of a task: its messages from one to another, each with its end, put together from what
 * passed those who were watched.
 */

import { Fifo } from '../base/fifo.js'
import { NEVER } from '../base/time.js'
import { TimerQueue } from '../base/timer-queue.js'
import { isWorkerName } from '../wire/names.js'
import type { Hop } from './hop-log.js'

/** A message from one to another. */
export interface Step<H extends Hop = Hop> {
  readonly from: string
  readonly to: string
  /** The socket of a broker that it left by, or came in by. */
  readonly socket: string
  /** Where it left; undefined if the sender was not watched. */
  readonly sent: H | undefined
  /** Where it came in, or came back; undefined if the receiver was not watched, or never had it. */
  readonly received: H | undefined
  /** `back`: it found no way, and came back to who sent it. */
  readonly end: 'arrived' | 'back' | 'lost'
}

/** What was sent, and what became of it, in the order of time. */
export function stepsOf<H extends Hop>(
  hops: readonly H[],
  isWatched: (hop: H) => boolean,
): Step<H>[] {
  const inOrder = sortCausally(hops)
  const ends = endsOf(inOrder)
  const isEnd = new Set(ends.values())
  return inOrder.flatMap((hop): Step<H>[] => {
    if (isEnd.has(hop)) return []
    const { at, with: other, socket } = hop
    if (hop.dir !== 'out') {
      const [from, to] = hop.dir === 'in' ? [other, at] : [at, other]
      const end = hop.dir === 'in' ? 'arrived' : 'back'
      return [{ from, to, socket, sent: undefined, received: hop, end }]
    }
    const received = ends.get(hop)
    const end = received?.dir === 'back' ? 'back' : received || !isWatched(hop) ? 'arrived' : 'lost'
    return [{ from: at, to: other, socket: brokerSocket(hop, received), sent: hop, received, end }]
  })
}

/**
 * Where what was sent came in, or came back: what left first ends first. But a client's REQ takes
 * only the answer to its last request: what left before is dropped, and never comes to its end.
 */
function endsOf<H extends Hop>(inOrder: readonly H[]): Map<H, H> {
  const underWay = new Map<string, Fifo<H>>()
  const ends = new Map<H, H>()
  for (const hop of inOrder) {
    const { at, with: other, dir, id = '' } = hop
    // Of two delegations to one peer each has its own end.
    const way = dir === 'in' ? keyOf(other, at, id) : keyOf(at, other, id)
    if (dir === 'out') {
      queueOf(underWay, way).push(hop)
      continue
    }
    const sent = underWay.get(way)
    while (isOfClient(hop) && sent && sent.size > 1) sent.shift()
    const first = sent?.shift()
    if (first) ends.set(first, hop)
  }
  return ends
}

function isOfClient({ at, socket }: Hop): boolean {
  return socket === 'req' && !isWorkerName(at)
}

/** Clients and workers have but one. */
function brokerSocket(sent: Hop, received: Hop | undefined): string {
  return sent.socket === 'req' && received ? received.socket : sent.socket
}

/** What happened at one time at two places is in the order of cause and effect. */
export function sortCausally<H extends Hop>(hops: readonly H[]): H[] {
  return [...new CauseFirst(hops).inOrder()]
}

/** All by their places in `hops`. */
class CauseFirst<H extends Hop> {
  readonly #hops: readonly H[]
  /** Each one's own are in order: only the first of each can be next. */
  readonly #queues = new Map<string, Fifo<number>>()
  /** How many such sendings have not happened yet. */
  readonly #sendings = new Map<string, number>()
  readonly #free = new TimerQueue<number>()
  /** What came in, by the sending that has to happen before. */
  readonly #held = new Map<string, Fifo<number>>()

  constructor(hops: readonly H[]) {
    this.#hops = hops
    for (const [place, { at, with: other, dir, t }] of hops.entries()) {
      queueOf(this.#queues, at).push(place)
      const sending = keyOf(at, other, String(t))
      if (dir === 'out') this.#sendings.set(sending, (this.#sendings.get(sending) ?? 0) + 1)
    }
    for (const queue of this.#queues.values()) this.#offer(queue.shift())
  }

  *inOrder(): Generator<H> {
    const done = new Set<number>()
    for (const first of this.#hops.keys()) {
      while (!done.has(first)) {
        // Where each is held by another, the first of all is next.
        const place = this.#free.takeDue(NEVER) ?? first
        const hop = this.#hops[place]
        if (!hop || done.has(place)) continue
        done.add(place)
        yield hop
        if (hop.dir === 'out') this.#release(keyOf(hop.at, hop.with, String(hop.t)))
        this.#offer(this.#queues.get(hop.at)?.shift())
      }
    }
  }

  #offer(place: number | undefined): void {
    const hop = place === undefined ? undefined : this.#hops[place]
    if (place === undefined || !hop) return
    const sending = keyOf(hop.with, hop.at, String(hop.t))
    if (hop.dir === 'in' && this.#sendings.get(sending)) queueOf(this.#held, sending).push(place)
    else this.#free.add(place, place)
  }

  #release(sending: string): void {
    const count = (this.#sendings.get(sending) ?? 0) - 1
    this.#sendings.set(sending, count)
    const held = this.#held.get(sending)
    while (count === 0 && held && held.size > 0) this.#offer(held.shift())
  }
}

function queueOf<T>(queues: Map<string, Fifo<T>>, key: string): Fifo<T> {
  const queue = queues.get(key) ?? new Fifo<T>()
  queues.set(key, queue)
  return queue
}

function keyOf(...words: readonly string[]): string {
  return words.join('\0')
}
