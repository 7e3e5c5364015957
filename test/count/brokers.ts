/**
 * What brokers did, read from what passed their sockets: which worker has which task, and which
 * delegations are out. It is the book of docs/protocol.md kept from outside.
 */

import type { FactEvent, MessageEvent, TraceFrame } from '../../src/trace/trace.js'
import type { Happenings } from './happenings.js'

/** A task that a worker has been sent. */
interface Assigned {
  /** It is of the cluster's own clients. */
  readonly isOwn: boolean
  /** The addresses, which its answer has as well. */
  readonly addresses: string
}

interface Peer {
  /** When it last spoke. */
  heardAt: number
  /** The ids of the delegations that it has. */
  readonly outstanding: Set<string>
  /** One of them has just come back, because it found no way. */
  hasBounced: boolean
}

export class BrokerReader {
  readonly #happenings: Happenings
  readonly #isCluster: (name: string) => boolean
  #workers = new Map<string, Assigned | undefined>()
  #peers = new Map<string, Peer>()
  /** Tasks that were not answered in time, and are not placed anew or given up yet: by whom. */
  #expired = new Map<string, number>()
  /** What a peer asked for with the last message. */
  #asked: { readonly t: number; readonly frames: readonly TraceFrame[] } | undefined

  constructor(happenings: Happenings, isCluster: (name: string) => boolean) {
    this.#happenings = happenings
    this.#isCluster = isCluster
  }

  /** A life of the broker ends: the next one knows nothing. */
  end(t: number): void {
    this.#findsWorker('', 'out', [])
    this.#workers = new Map()
    this.#peers = new Map()
    this.#expired = new Map()
    this.#happenings.placed.set(t, 0)
  }

  message({ t, socket, dir, frames: all }: MessageEvent): void {
    this.#findsWorker(socket, dir, all)
    // A worker that shares its socket has that socket's name before its own.
    const isShared = socket === 'localbe' && all[1] !== ''
    const frames = isShared ? all.slice(1) : all
    const name = String(frames[0])
    const { times, served } = this.#happenings
    switch (`${socket} ${dir}`) {
      case 'localbe out':
        return this.#assigned(name, frames.slice(2), t)
      case 'localbe in':
        return this.#workerSays(name, frames.slice(2), t)
      case 'localbe back':
        return this.#workerIsGone(name, frames.slice(2), t)
      case 'cloudbe out':
        return this.#delegated(name, String(frames[1]), t)
      case 'cloudbe in':
        return this.#peerAnswers(name, String(frames[1] || frames[2]), t)
      case 'cloudbe back':
        return this.#delegationIsBack(name, String(frames[1]), t)
      case 'cloudfe in':
        this.#asked = { t, frames }
        return
      case 'cloudfe out':
        served.push({ t, peer: name })
        return
      case 'cloudfe back':
      case 'localfe back':
        times.orphans.push(t)
        return
      case 'statefe in':
        if (frames.length === 2) this.#peer(name).heardAt = t
    }
  }

  fact({ t, fact, about }: FactEvent): void {
    const { times, missed } = this.#happenings
    // What makes no sense to clients, they say themselves.
    if (fact === 'malformed' && /^(local|cloud|state)(fe|be)$/.test(about)) times.malformed.push(t)
    if (fact === 'link-lost') times.linkLost.push(t)
    if (fact === 'given-up') times.givenUp.push(t)
    if (fact === 'suspended' || fact === 'restored') times[fact].push(t)
    if (fact === 'expired') return this.#missed(about, t)
    if (this.#expired.has(about) && (fact === 'home' || fact === 'given-up')) {
      if (fact === 'home') times.home.push(t)
      return this.#settled(about)
    }
    if (fact === 'closed' || fact === 'forgotten') missed.push({ t, peer: about })
    if (fact === 'home' && this.#isCluster(about)) this.#cameHome(about, t)
  }

  /** Of a peer, the oldest that it has. */
  #missed(about: string, t: number): void {
    this.#happenings.times.expired.push(t)
    this.#expired.set(about, (this.#expired.get(about) ?? 0) + 1)
    if (this.#isCluster(about)) {
      const { outstanding } = this.#peer(about)
      for (const oldest of outstanding) {
        outstanding.delete(oldest)
        break
      }
      this.#happenings.placed.add(t, -1)
    } else {
      if (this.#workers.get(about)?.isOwn) this.#happenings.placed.add(t, -1)
      this.#workers.delete(about)
    }
  }

  #settled(about: string): void {
    const left = (this.#expired.get(about) ?? 0) - 1
    if (left > 0) this.#expired.set(about, left)
    else this.#expired.delete(about)
  }

  /** What a peer asks for goes out to a worker as the next message, or no worker was ready. */
  #findsWorker(socket: string, dir: string, frames: readonly TraceFrame[]): void {
    if (!this.#asked) return
    const asked = JSON.stringify(this.#asked.frames).slice(1)
    const isAssigned = socket === 'localbe' && dir === 'out'
    const hasWorker = isAssigned && JSON.stringify(frames).endsWith(`,${asked}`)
    if (!hasWorker) this.#happenings.times.overcommit.push(this.#asked.t)
    this.#asked = undefined
  }

  #assigned(worker: string, rest: readonly TraceFrame[], t: number): void {
    const isOwn = !this.#isCluster(String(rest[0]))
    this.#workers.set(worker, { isOwn, addresses: addressesOf(rest) })
    if (isOwn) this.#happenings.placed.add(t, 1)
  }

  #workerSays(worker: string, rest: readonly TraceFrame[], t: number): void {
    const assigned = this.#workers.get(worker)
    // It is ready; or, behind a socket that others share, it is gone.
    const isWord = rest.length === 1
    if (assigned && !isWord && addressesOf(rest) !== assigned.addresses) return
    if (assigned && isWord) this.#happenings.times.home.push(t)
    if (assigned?.isOwn) this.#happenings.placed.add(t, -1)
    this.#workers.set(worker, undefined)
  }

  #workerIsGone(worker: string, rest: readonly TraceFrame[], t: number): void {
    const assigned = this.#workers.get(worker)
    if (assigned?.addresses !== addressesOf(rest)) return
    this.#happenings.times.home.push(t)
    if (assigned.isOwn) this.#happenings.placed.add(t, -1)
    this.#workers.delete(worker)
  }

  #delegated(name: string, id: string, t: number): void {
    const { delegated, ages, placed } = this.#happenings
    const peer = this.#peer(name)
    peer.outstanding.add(id)
    delegated.push({ t, peer: name })
    ages.push({ t, ms: t - peer.heardAt })
    placed.add(t, 1)
  }

  #peerAnswers(name: string, id: string, t: number): void {
    if (this.#peer(name).outstanding.delete(id)) this.#happenings.placed.add(t, -1)
    else this.#happenings.times.late.push(t)
  }

  #delegationIsBack(name: string, id: string, t: number): void {
    const peer = this.#peer(name)
    if (!peer.outstanding.delete(id)) return
    this.#happenings.placed.add(t, -1)
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
    this.#happenings.placed.add(t, -peer.outstanding.size)
    for (const _ of peer.outstanding) this.#happenings.times.home.push(t)
    peer.outstanding.clear()
  }

  #peer(name: string): Peer {
    const known = this.#peers.get(name)
    if (known) return known
    const peer = {
      heardAt: Number.NEGATIVE_INFINITY,
      outstanding: new Set<string>(),
      hasBounced: false,
    }
    this.#peers.set(name, peer)
    return peer
  }
}

function addressesOf(rest: readonly TraceFrame[]): string {
  return JSON.stringify(rest.slice(0, -1))
}
