/** Bugs put into the broker by hand, to see that they are found. */

import { vi } from 'vitest'
import { Broker } from '../../src/broker/broker.js'
import { Peers } from '../../src/broker/peers.js'
import { Waiting } from '../../src/broker/waiting.js'
import type { NewBroker } from '../../src/sim/cluster-contract.js'

/** What comes home from a peer or a worker that went is dropped. */
export function dropsRedelivery(): void {
  vi.spyOn(Waiting.prototype, 'comeHome').mockImplementation(() => {})
}

/** What is sent to a peer is not taken off its capacity. */
export function forgetsCapacity(): void {
  vi.spyOn(Peers.prototype, 'delegate').mockImplementation((peer, delegation) => {
    peer.outstanding.set(delegation.id, delegation)
  })
}

/** Sends a reply that it does not remember to whoever the reply names. */
export const comparesNames: NewBroker = (options, ports) => {
  let isLate = false
  const note: typeof ports.note = (fact, about, value) => {
    isLate = fact === 'late'
    ports.note(fact, about, value)
  }
  const broker = new Broker(options, { ...ports, note })
  const { receive } = broker
  broker.receive = (inlet, message, now, waited) => {
    isLate = false
    receive.call(broker, inlet, message, now, waited)
    if (isLate) ports.send('localfe', message.slice(2))
  }
  return broker
}
