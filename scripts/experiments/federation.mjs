/**
 * Brokers of the federation model: to its peer, each stands for one worker, which takes one task at
 * a time. It is the real broker, which is told of at most one free worker, and of none while the
 * peer has a task of ours.
 */

import { Broker } from '../../dist/broker/broker.js'
import { textOf } from '../../dist/wire/envelope.js'

export function federatedBroker(options, ports) {
  /** What each peer has free, as last told and less what it was sent since. */
  const free = new Map()
  const busy = new Set()
  const broker = new Broker(options, {
    ...ports,
    send(outlet, message) {
      const name = textOf(message[0])
      if (outlet === 'cloudbe') {
        busy.add(name)
        free.set(name, free.get(name) - 1)
      }
      ports.send(outlet, message)
    },
  })
  const receive = broker.receive.bind(broker)
  const say = (name, now) => {
    const one = busy.has(name) ? 0 : Math.min(1, free.get(name) ?? 0)
    receive('statefe', [name, String(one)], now, false)
  }
  broker.receive = (inlet, message, now, waited) => {
    const name = textOf(message[0])
    if (inlet === 'statefe') {
      free.set(name, Number(textOf(message[1])))
      return say(name, now)
    }
    receive(inlet, message, now, waited)
    if (inlet === 'cloudbe') {
      busy.delete(name)
      say(name, now)
    }
  }
  return broker
}
