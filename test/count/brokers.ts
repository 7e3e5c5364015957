/**
 * What brokers did, read from what passed their sockets: which worker has which task, and which
 * delegations are out. It is the book of docs/protocol.md kept from outside.
 */

import type { FactEvent, MessageEvent } from '../../src/trace/trace.js'
import {
  echoes,
  type Frames,
  isEnvelope,
  isReply,
  isState,
  type OfWorker,
  ofWorker,
  same,
  wordOf,
} from './grammar.js'
import type { Happenings } from './happenings.js'
import { Requested } from './requested.js'

interface Peer {
  /** When it last spoke. */
  heardAt: number
  /** The requests of the delegations that it has, by their ids. */
  readonly outstanding: Map<string, Frames>
  /** One of them has just come back, because it found no way. */
  hasBounced: boolean
}

/** A worker, and the request that it has been sent. */
interface Worker {
  readonly name: string
  readonly request: Frames | undefined
}

export class BrokerReader {
  readonly #happenings: Happenings
  readonly #isCluster: (name: string) => boolean
  /** By address. Those that have a task are in the order in which they were sent it. */
  #workers = new Map<string, Worker>()
  #peers = new Map<string, Peer>()
  #requested = new Requested()
  /** By whom: tasks that it did not answer, and that are not placed anew or given up yet. */
  #unanswered = new Map<string, number>()
  /** What a peer asked for with the last message. */
  #asked: { readonly t: number; readonly request: Frames } | undefined

  constructor(happenings: Happenings, isCluster: (name: string) => boolean) {
    this.#happenings = happenings
    this.#isCluster = isCluster
  }

  /** A life of the broker ends: the next one knows nothing. */
  end(t: number): void {
    this.#findsWorker('', 'out', [])
    this.#workers = new Map()
    this.#peers = new Map()
    this.#requested = new Requested()
    this.#unanswered = new Map()
    this.#happenings.placed.set(t, 0)
  }

  message({ t, socket, dir, frames }: MessageEvent): void {
    this.#findsWorker(socket, dir, frames)
    const name = String(frames[0])
    const { times, served } = this.#happenings
    const worker = socket === 'localbe' ? ofWorker(frames) : undefined
    switch (`${socket} ${dir}`) {
      case 'localbe out':
        return worker && this.#assigned(worker, t)
      case 'localbe in':
        return worker && this.#workerSays(worker, t)
      case 'localbe back':
        return worker && this.#workerIsGone(worker, t)
      case 'cloudbe out':
        return this.#delegated(name, String(frames[1]), frames.slice(2), t)
      case 'cloudbe in':
        return this.#peerAnswers(name, frames.slice(frames[1] === '' ? 2 : 1), t)
      case 'cloudbe back':
        return this.#delegationIsBack(name, String(frames[1]), t)
      case 'localfe in':
      case 'cloudfe in':
        if (!isEnvelope(frames)) return
        this.#requested.add(socket, frames)
        if (socket === 'cloudfe') this.#asked = { t, request: frames }
        return
      case 'cloudfe out':
        served.push({ t, peer: name })
        return
      case 'cloudfe back':
      case 'localfe back':
        // With the reply, all that the same one waits for is dropped.
        times.orphans.push(t, ...this.#requested.forget(socket, name).map(() => t))
        return
      case 'statefe in':
        if (isState(frames)) this.#peer(name).heardAt = t
    }
  }

  fact({ t, fact, about }: FactEvent): void {
    const { times, missed } = this.#happenings
    // What makes no sense to clients, they say themselves.
    if (fact === 'malformed' && /^(local|cloud|state)(fe|be)$/.test(about)) times.malformed.push(t)
    if (fact === 'link-lost') times.linkLost.push(t)
    if (fact === 'given-up') times.givenUp.push(t)
    if (fact === 'overflow') {
      times.givenUp.push(t)
      this.#requested.dropLast()
    }
    if (fact === 'suspended' || fact === 'restored') times[fact].push(t)
    if (fact === 'expired') return this.#missed(about, t)
    if (this.#unanswered.has(about) && (fact === 'home' || fact === 'given-up')) {
      if (fact === 'home') times.home.push(t)
      return this.#settled(about)
    }
    if (fact === 'closed' || fact === 'forgotten') missed.push({ t, peer: about })
    if (fact === 'home' && this.#isCluster(about)) this.#cameHome(about, t)
  }

  /** What the worker or the peer has had longest. */
  #missed(about: string, t: number): void {
    this.#happenings.times.expired.push(t)
    this.#unanswers(about)
    if (this.#isCluster(about)) {
      const { outstanding } = this.#peer(about)
      for (const [oldest, request] of outstanding) {
        outstanding.delete(oldest)
        return this.#place(request, -1, t)
      }
    } else {
      for (const [key, { name, request }] of this.#workers) {
        if (name !== about || !request) continue
        this.#workers.delete(key)
        return this.#place(request, -1, t)
      }
    }
  }

  #unanswers(about: string): void {
    this.#unanswered.set(about, (this.#unanswered.get(about) ?? 0) + 1)
  }

  #settled(about: string): void {
    const left = (this.#unanswered.get(about) ?? 0) - 1
    if (left > 0) this.#unanswered.set(about, left)
    else this.#unanswered.delete(about)
  }

  /** Of a task of the cluster's own clients. A socket that they share has their cluster's name. */
  #place(request: Frames, change: 1 | -1, t: number): void {
    const { cluster, placed } = this.#happenings
    if (String(request[0]).startsWith(`${cluster}-c`)) placed.add(t, change)
  }

  /** What a peer asks for goes out to a worker as the next message, or no worker was ready. */
  #findsWorker(socket: string, dir: string, frames: Frames): void {
    if (!this.#asked) return
    const { t, request } = this.#asked
    const sent = socket === 'localbe' && dir === 'out' ? ofWorker(frames) : undefined
    if (!sent || !same(sent.rest, request)) this.#happenings.times.overcommit.push(t)
    this.#asked = undefined
  }

  #assigned({ key, name, rest: request }: OfWorker, t: number): void {
    this.#requested.take(request)
    this.#workers.delete(key)
    this.#workers.set(key, { name, request })
    this.#place(request, 1, t)
  }

  #workerSays(worker: OfWorker, t: number): void {
    const { key, name, rest } = worker
    const request = this.#workers.get(key)?.request
    const word = wordOf(worker)
    // To a task that it had before.
    if (request && !word && isEnvelope(rest) && !echoes(request, rest)) return
    if (word === 'gone') this.#workers.delete(key)
    else this.#workers.set(key, { name, request: undefined })
    if (!request) return
    this.#place(request, -1, t)
    if (word) this.#happenings.times.home.push(t)
    else if (!isReply(request, rest)) this.#unanswers(name)
  }

  #workerIsGone({ key, rest }: OfWorker, t: number): void {
    const request = this.#workers.get(key)?.request
    if (!request || !same(request, rest)) return
    this.#happenings.times.home.push(t)
    this.#place(request, -1, t)
    this.#workers.delete(key)
  }

  #delegated(name: string, id: string, request: Frames, t: number): void {
    const { delegated, ages } = this.#happenings
    const peer = this.#peer(name)
    this.#requested.take(request)
    peer.outstanding.set(id, request)
    delegated.push({ t, peer: name })
    ages.push({ t, ms: t - peer.heardAt })
    this.#place(request, 1, t)
  }

  /** @param said from the id of the delegation on. */
  #peerAnswers(name: string, said: Frames, t: number): void {
    if (!isEnvelope(said)) return
    const { outstanding } = this.#peer(name)
    const id = String(said[0])
    const request = outstanding.get(id)
    if (!request) {
      this.#happenings.times.late.push(t)
      return
    }
    outstanding.delete(id)
    this.#place(request, -1, t)
    if (!isReply(request, said.slice(1))) this.#unanswers(name)
  }

  #delegationIsBack(name: string, id: string, t: number): void {
    const peer = this.#peer(name)
    const request = peer.outstanding.get(id)
    if (!request) return
    peer.outstanding.delete(id)
    this.#place(request, -1, t)
    this.#happenings.times.home.push(t)
    peer.hasBounced = true
  }

  /** All that a peer had, unless it is only what has just come back. */
  #cameHome(name: string, t: number): void {
    const peer = this.#peer(name)
    if (peer.hasBounced) {
      peer.hasBounced = false
      return
    }
    for (const request of peer.outstanding.values()) {
      this.#place(request, -1, t)
      this.#happenings.times.home.push(t)
    }
    peer.outstanding.clear()
  }

  #peer(name: string): Peer {
    const known = this.#peers.get(name)
    if (known) return known
    const heardAt = Number.NEGATIVE_INFINITY
    const peer = { heardAt, outstanding: new Map<string, Frames>(), hasBounced: false }
    this.#peers.set(name, peer)
    return peer
  }
}
