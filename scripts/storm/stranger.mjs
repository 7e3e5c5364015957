/** A stranger: what an attack needs to reach clusters, and to say how much it sent. */

import { setImmediate, setTimeout } from 'node:timers/promises'
import { Router, XPublisher } from 'zeromq'
import { randomStream } from '../../dist/base/random.js'
import { DEFAULT_TEMPLATE, endpointOf, ipcPathOf } from '../../dist/wire/endpoints.js'
import { GHOST } from './cloud.mjs'
import { Raw } from './zmtp.mjs'

/** Nothing is waited for, and nothing outlives its socket. */
const PROMPT = { linger: 0, sendTimeout: 0 }

/** How long someone waits who was refused, or whose queue is full. */
const REST_MS = 2

/** A sender gives others a turn after so many messages. */
const BATCH = 64

export class Stranger {
  /** By what was sent: messages, connections. */
  sent = {}
  /** Resolves when the attack is to end. */
  over
  #target
  #signal
  #random
  #open = new Set()
  #batch = 0

  constructor(kind, target, signal) {
    this.kind = kind
    this.#target = target
    this.#signal = signal
    this.#random = randomStream(target.seed, kind)
    this.over = new Promise(resolve => {
      signal.addEventListener('abort', () => {
        // Whoever waits for a connection by hand would wait on.
        for (const one of this.#open) if (one instanceof Raw) one.close()
        resolve()
      })
    })
  }

  get goesOn() {
    return !this.#signal.aborted
  }

  get clusters() {
    return this.#target.clusters
  }

  /** A whole number below `end`. */
  below(end) {
    return Math.floor(this.#random() * end)
  }

  oneOf(list) {
    return list[this.below(list.length)]
  }

  /** Random bytes. */
  bytes(length) {
    return Buffer.from(Array.from({ length }, () => this.below(256)))
  }

  /** The names of a cluster's clients (`c`) or workers (`w`). */
  namesOf(cluster, letter) {
    const count = letter === 'c' ? this.#target.clients : this.#target.workers
    const nth = (_, index) => `${cluster}-${letter}${String(index + 1).padStart(4, '0')}`
    return Array.from({ length: count }, nth)
  }

  count(what, number = 1) {
    this.sent[what] = (this.sent[what] ?? 0) + number
  }

  /** Runs the same for each cluster, until all have done. */
  each(attack) {
    return Promise.all(this.clusters.map(attack))
  }

  endpoint(cluster, socket) {
    return endpointOf({ dir: this.#target.dir, template: DEFAULT_TEMPLATE }, cluster, socket)
  }

  /** A socket of zeromq.js that is connected there. */
  connect(Kind, cluster, socket, options = {}) {
    const made = this.#keep(new Kind({ ...PROMPT, ...options }))
    made.connect(this.endpoint(cluster, socket))
    return made
  }

  /** A connection without zeromq.js. */
  raw(cluster, socket) {
    return this.#keep(new Raw(ipcPathOf(this.endpoint(cluster, socket))))
  }

  /** One that has said who it is; undefined where it was refused. */
  async shakeHands(cluster, socket, type, identity) {
    const raw = this.raw(cluster, socket)
    if (await raw.handshake(type, identity)) return raw
    this.drop(raw)
    await this.rest()
    return undefined
  }

  /** The peer that all clusters know and that is a stranger: the only one in this process. */
  ghost() {
    ghost ??= this.#becomeGhost()
    return ghost
  }

  /** Sends by zeromq.js; says whether it went. */
  async send(socket, frames, what = 'messages') {
    if (++this.#batch % BATCH === 0) await setImmediate()
    try {
      await socket.send(frames)
      this.count(what)
      return true
    } catch {
      await this.rest()
      return false
    }
  }

  /** Hears each message that comes to a socket, until it is closed, or all is over. */
  async hear(socket, onMessage) {
    const listen = async () => {
      for await (const frames of socket) await onMessage(frames)
    }
    // A socket that is closed may end its receive by an error.
    await Promise.race([listen().catch(() => {}), this.over])
  }

  /** Sends by hand; says whether the connection stands. */
  async write(raw, bytes, what = 'messages') {
    const isSent = await raw.write(bytes)
    if (isSent) this.count(what)
    return isSent
  }

  /** Closes one before the end. */
  drop(one) {
    this.#open.delete(one)
    one.close()
  }

  async rest(ms = REST_MS) {
    await setTimeout(ms, undefined, { signal: this.#signal }).catch(() => {})
  }

  close() {
    for (const one of this.#open) one.close()
    this.#open.clear()
  }

  #keep(one) {
    this.#open.add(one)
    return one
  }

  async #becomeGhost() {
    const cloud = this.#keep(new Router({ ...PROMPT, routingId: GHOST, mandatory: true }))
    const state = this.#keep(new XPublisher({ ...PROMPT }))
    await cloud.bind(this.endpoint(GHOST, 'cloud'))
    await state.bind(this.endpoint(GHOST, 'state'))
    // Whatever is asked is dropped.
    this.hear(cloud, () => {})
    return { cloud, state }
  }
}

let ghost
