/** Reads the traces of clusters that run, as they come: see `trace-socket.ts`. */

import { randomUUID } from 'node:crypto'
import { Subscriber } from 'zeromq'
import { Fifo } from '../base/fifo.js'
import { UsageError } from '../scenario/usage-error.js'
import { readTraceLine } from '../trace/read-line.js'
import { ACKNOWLEDGED, type TraceEvent } from '../trace/trace.js'
import { type EndpointNaming, endpointOf } from '../wire/endpoints.js'
import { after } from './after.js'
import { nowMs } from './clock.js'
import { checkRunning } from './discovery.js'
import { readOne } from './reader.js'

/** How long a cluster may take to answer: one that is paused does not. */
const ANSWER_MAX_MS = 3000

/** After the end of a cluster, what it said last is there within this time. */
const LAST_WORDS_MS = 20

/** A cluster that starts anew is another one. libzmq adds to this time: it must not overflow. */
const NEVER_AGAIN_MS = 86_400_000

/** So many events may wait to be read; more of them wait before the sockets, and then are lost. */
const ROOM = 1024

/** One cluster that is listened to. */
interface Source {
  readonly cluster: string
  readonly socket: Subscriber
  /** The topic by which the cluster acknowledges the subscriptions, and what then happens. */
  readonly acknowledgement: string
  readonly onAcknowledged: () => void
  isReceiving: boolean
}

/**
 * The events of those clusters, each cluster's in the order of time, `t` since it was opened. A
 * cluster that ends says so by the fact `end`; with the last of them the events end.
 */
export class TraceReader implements AsyncIterable<TraceEvent> {
  readonly #openedAt = nowMs()
  readonly #sources = new Set<Source>()
  readonly #events = new Fifo<TraceEvent>()
  /** The last running number, by cluster and topic. */
  readonly #numbers = new Map<string, number>()
  /** Those who wait for an event, or for room. */
  #waiting: (() => void)[] = []
  #missed = 0

  /**
   * Opens the traces of clusters, and resolves when all of them publish what was asked for.
   *
   * @param topics sockets such as `cloudfe`, and `fact` for facts; none for all that there is.
   * @param signal closes it.
   * @throws UsageError when one of the clusters does not run there, or does not answer.
   */
  static async open(
    naming: EndpointNaming,
    clusters: readonly string[],
    topics: readonly string[],
    signal?: AbortSignal,
  ): Promise<TraceReader> {
    await checkRunning(naming, clusters, 'trace')
    const reader = new TraceReader()
    signal?.addEventListener('abort', () => reader.close(), { once: true })
    if (signal?.aborted) return reader
    try {
      await Promise.all(
        [...new Set(clusters)].map(cluster => reader.#listen(naming, cluster, topics)),
      )
    } catch (error) {
      reader.close()
      throw error
    }
    return reader
  }

  private constructor() {}

  /** How many events the clusters had no room for, because they were not read in time. */
  get missed(): number {
    return this.#missed
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<TraceEvent> {
    for (;;) {
      const event = this.#events.shift()
      if (event) {
        if (this.#events.size < ROOM) this.#wake()
        yield event
      } else if (this.#sources.size === 0) return
      else await this.#change()
    }
  }

  /** Nothing more comes; what is there already can still be read. */
  close(): void {
    for (const source of this.#sources) source.socket.close()
    this.#sources.clear()
    this.#wake()
  }

  /** Resolves when the cluster has answered. */
  #listen(naming: EndpointNaming, cluster: string, topics: readonly string[]): Promise<void> {
    const socket = new Subscriber({ linger: 0, reconnectInterval: NEVER_AGAIN_MS })
    return new Promise((resolve, reject) => {
      const patience = setTimeout(() => {
        const where = `${cluster} in ${naming.dir}`
        reject(new UsageError(`${where} does not answer: if it is paused, let it go on`))
      }, ANSWER_MAX_MS)
      const onAcknowledged = () => {
        clearTimeout(patience)
        resolve()
      }
      const acknowledgement = `${ACKNOWLEDGED}${randomUUID()}`
      const source = { cluster, socket, acknowledgement, onAcknowledged, isReceiving: false }
      this.#sources.add(source)
      socket.subscribe(...topics)
      // Subscriptions arrive in their order: with this one, the others are in force.
      socket.subscribe(acknowledgement)
      // The observer ends with its socket, and may do so by an error.
      this.#observe(source).catch(() => {})
      socket.connect(endpointOf(naming, cluster, 'trace'))
      this.#receive(source).catch(reject).finally(onAcknowledged)
    })
  }

  async #observe(source: Source): Promise<void> {
    const { socket } = source
    for await (const { type } of socket.events) {
      if (type !== 'disconnect' || socket.closed) continue
      // From now on a receive is for what is there; one that is under way is not: it would wait.
      socket.receiveTimeout = 0
      await after(LAST_WORDS_MS)
      if (source.isReceiving) source.socket.close()
    }
  }

  async #receive(source: Source): Promise<void> {
    const { cluster, socket, acknowledgement } = source
    for (;;) {
      source.isReceiving = true
      const frames = await readOne(socket)
      source.isReceiving = false
      // It has ended, or we have closed it; a message may also have been dropped.
      if (!frames && (socket.closed || socket.receiveTimeout === 0)) break
      if (frames && String(frames[0]) === acknowledgement) source.onAcknowledged()
      else if (frames) this.#take(cluster, frames.map(String))
      while (this.#events.size >= ROOM && !socket.closed) await this.#change()
    }
    if (!this.#sources.delete(source)) return
    source.socket.close()
    const t = nowMs() - this.#openedAt
    this.#push({ t, at: cluster, fact: 'end', about: cluster, count: 1 })
  }

  /** A message without a line only says how far the numbers have come. */
  #take(cluster: string, [topic = '', number = '', line = '']: readonly string[]): void {
    const event = line === '' ? undefined : readTraceLine(line)
    const count = Number(number)
    if (!Number.isSafeInteger(count) || (line !== '' && !event)) return
    const key = `${cluster} ${topic}`
    const last = this.#numbers.get(key)
    this.#numbers.set(key, count)
    if (last !== undefined) this.#missed += count - last - (event ? 1 : 0)
    if (event) this.#push({ ...event, t: event.t - this.#openedAt })
  }

  #push(event: TraceEvent): void {
    this.#events.push(event)
    this.#wake()
  }

  #change(): Promise<void> {
    return new Promise(resolve => this.#waiting.push(resolve))
  }

  #wake(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const resolve of waiting) resolve()
  }
}
