/**
 * Brokers of the federation model: to its peer, each stands for one worker, which takes one task at
 * a time. It is the real broker, which is told of at most one free worker, and of none while the
 * peer has a task of ours.
 */

import type { Millis } from '../base/time.js'
import { Broker } from '../broker/broker.js'
import type { NewBroker } from '../sim/cluster-contract.js'
import { textOf } from '../wire/envelope.js'

export const federated: NewBroker = (options, ports) => {
  /** What each peer has free, as last told and less what it was sent since. */
  const free = new Map<string, number>()
  const busy = new Set<string>()
  const broker = new Broker(options, {
    ...ports,
    send(outlet, message) {
      const name = textOf(message[0])
      if (outlet === 'cloudbe') {
        busy.add(name)
        free.set(name, (free.get(name) ?? 0) - 1)
      }
      ports.send(outlet, message)
    },
  })
  const receive = broker.receive.bind(broker)
  const tellOfOne = (name: string, now: Millis) => {
    const one = busy.has(name) ? 0 : Math.min(1, free.get(name) ?? 0)
    receive('statefe', [name, String(one)], now)
  }
  broker.receive = (inlet, message, now) => {
    const name = textOf(message[0])
    if (inlet === 'statefe') {
      free.set(name, Number(textOf(message[1])))
      return tellOfOne(name, now)
    }
    receive(inlet, message, now)
    if (inlet === 'cloudbe') {
      busy.delete(name)
      tellOfOne(name, now)
    }
  }
  return broker
}
