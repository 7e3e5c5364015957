/**
 * The sockets of a broker that connect to peers: a cloudbe and a statefe for each, so that what one
 * says in the name of another is never taken for the other's, and gets nothing that is for it.
 */

import type { ClusterPlan } from '../scenario/plan.js'
import { peerEndpointOf } from '../wire/endpoints.js'
import type { Driver } from './driver.js'
import { cloudSocket, stateSocket } from './sockets.js'

type Cloudbe = ReturnType<typeof cloudSocket>

export class PeerSockets<Fact extends string> {
  readonly #plan: ClusterPlan
  readonly #driver: Driver<Fact>
  readonly #cloudbes = new Map<string, Cloudbe>()

  constructor(plan: ClusterPlan, driver: Driver<Fact>) {
    this.#plan = plan
    this.#driver = driver
  }

  connect(): void {
    for (const peer of this.#plan.peers) this.#open(peer)
  }

  /**
   * New sockets in place of those that there are, also when their connection ends: what waited in
   * them was for a peer that is gone, and must not reach the one that takes its place.
   */
  reopen(peer: string): void {
    const cloudbe = this.#cloudbes.get(peer)
    if (!cloudbe) return
    this.#driver.closeSocket('cloudbe', peer)
    const wasUp = this.#driver.closeSocket('statefe', peer)
    this.#open(peer)
    // Not from within the call in which the machine has asked for it.
    if (wasUp) queueMicrotask(() => this.#driver.connection('cloudbe', peer, false))
  }

  /** From now on, what is observed opens nothing; the driver closes the sockets. */
  close(): void {
    this.#cloudbes.clear()
  }

  #open(peer: string): void {
    const cloudbe = cloudSocket(this.#plan.self)
    this.#cloudbes.set(peer, cloudbe)
    this.#driver.open('cloudbe', cloudbe, peer)
    // The observer ends with its socket, and may do so by an error.
    this.#watch(peer, cloudbe).catch(() => {})
    cloudbe.connect(peerEndpointOf(this.#plan, peer, 'cloud'))
  }

  /**
   * A peer's state is listened to only while the connection of cloudbe stands, so that nothing is
   * delegated before it can be sent.
   *
   * Reads to the end, also of a socket that has been closed, which keeps the thread alive so long.
   * An observer that goes before its socket makes libzmq's threads wait to tell it something, and
   * no socket of the process closes any more.
   */
  async #watch(peer: string, cloudbe: Cloudbe): Promise<void> {
    let isUp = false
    for await (const { type } of cloudbe.events) {
      if (this.#cloudbes.get(peer) !== cloudbe) continue
      if (type === 'handshake') {
        isUp = true
        const statefe = stateSocket(peerEndpointOf(this.#plan, peer, 'state'))
        this.#driver.open('statefe', statefe, peer)
        this.#driver.connection('cloudbe', peer, true)
      }
      // One that ends before its handshake never was: somebody else answered in the peer's place.
      if (type === 'disconnect' && isUp) this.reopen(peer)
    }
  }
}
