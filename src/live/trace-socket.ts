/**
 * The trace of a cluster that runs, for whoever connects to it: all that passes its broker, and
 * only while someone listens. The broker waits for nobody: what a slow reader has no room for is
 * dropped, and by the running numbers it sees how much that was.
 */

import type { XPublisher } from 'zeromq'
import type { ClusterPlan } from '../scenario/plan.js'
import type { MachineProbe } from '../trace/machine-probe.js'
import { ACKNOWLEDGED, type TraceEvent, topicOf, traceLine } from '../trace/trace.js'
import { TraceRecorder } from '../trace/trace-recorder.js'
import { TOPIC_BYTES_MAX, TOPICS_MAX } from '../wire/sizes.js'
import { readAll } from './reader.js'

/** How often readers are told how far the numbers have come: they may have missed the last. */
const COUNT_EVERY_MS = 1000

/** The first byte of what a subscriber sends. */
const SUBSCRIBE = 1
const UNSUBSCRIBE = 0

export class TraceSocket {
  readonly #socket: XPublisher
  readonly #watch: MachineProbe
  readonly #tap: TraceRecorder
  /** Beginnings of topics that someone listens to; libzmq tells of the first and of the last. */
  readonly #wanted = new Set<string>()
  /** Whether someone listens to a topic, as far as that was asked since anybody came or went. */
  readonly #answers = new Map<string, boolean>()
  /** How many messages each topic has had. */
  readonly #numbers = new Map<string, number>()
  #timer: NodeJS.Timeout | undefined

  constructor(socket: XPublisher, watch: MachineProbe, plan: ClusterPlan) {
    this.#socket = socket
    this.#watch = watch
    const write = (event: TraceEvent) => this.#publish(event)
    this.#tap = new TraceRecorder(plan.self, write, plan, topic => this.#isWanted(topic))
  }

  /** Heeds who comes and goes, until the socket is closed. */
  follow(onMalformed: () => void): Promise<void> {
    const take = ([frame, ...more]: Buffer[]) => {
      const isShort = frame !== undefined && frame.length <= 1 + TOPIC_BYTES_MAX
      const topic = isShort ? frame.toString('utf8', 1) : ''
      if (more.length > 0 || !isShort) onMalformed()
      else if (topic.startsWith(ACKNOWLEDGED)) this.#acknowledge(frame, topic)
      else if (frame?.[0] === SUBSCRIBE && this.#hasRoom(topic)) this.#wanted.add(topic)
      else if (frame?.[0] === UNSUBSCRIBE) this.#wanted.delete(topic)
      else onMalformed()
      this.#attend()
    }
    return readAll(this.#socket, { take, onDropped: onMalformed })
  }

  close(): void {
    this.#wanted.clear()
    this.#attend()
    this.#socket.close()
  }

  /** The tap is there while someone is. */
  #attend(): void {
    this.#answers.clear()
    const isNeeded = this.#wanted.size > 0
    if (isNeeded === (this.#timer !== undefined)) return
    if (isNeeded) {
      this.#watch.add(this.#tap)
      this.#timer = setInterval(() => this.#tellCounts(), COUNT_EVERY_MS)
    } else {
      this.#watch.remove(this.#tap)
      clearInterval(this.#timer)
      this.#timer = undefined
    }
  }

  /** Only who subscribed to that very topic gets it, after all that it subscribed to before. */
  #acknowledge(frame: Buffer | undefined, topic: string): void {
    if (frame?.[0] === SUBSCRIBE) this.#send(topic, 0, '')
  }

  #hasRoom(topic: string): boolean {
    return this.#wanted.size < TOPICS_MAX || this.#wanted.has(topic)
  }

  #isWanted(topic: string): boolean {
    const known = this.#answers.get(topic)
    if (known !== undefined) return known
    const isWanted = [...this.#wanted].some(beginning => topic.startsWith(beginning))
    this.#answers.set(topic, isWanted)
    return isWanted
  }

  #publish(event: TraceEvent): void {
    const topic = topicOf(event)
    const number = (this.#numbers.get(topic) ?? 0) + 1
    this.#numbers.set(topic, number)
    this.#send(topic, number, traceLine(event))
  }

  #tellCounts(): void {
    for (const [topic, number] of this.#numbers) this.#send(topic, number, '')
  }

  /** As text: what is sent as bytes would be lent to libzmq. */
  #send(topic: string, number: number, line: string): void {
    this.#socket.send([topic, String(number), line]).catch(() => {})
  }
}
