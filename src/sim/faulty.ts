/** Faulty parties: workers and brokers that delay, repeat, change, forge or drop what they say. */

import type { Random } from '../base/random.js'
import type { BrokerFault, WorkerFault } from '../scenario/attack.js'
import { type Envelope, isEmpty, textOf } from '../wire/envelope.js'
import type { CloudNet } from './cloud-net.js'
import type { SimCluster } from './cluster.js'
import { Overheard, type Tamper, type Tampers } from './tamper.js'

/** What is done to the messages of some flows. */
export type Tampering = readonly (readonly [flow: Tampers, tamper: Tamper])[]

/** Chance, and how much of it. */
export interface Odds {
  readonly random: Random
  /** The share of messages that something is done to. */
  readonly probability: number
}

const DELAY_MAX_MS = 2000

/** More than any cluster has: the largest that is believed. */
const LIE = '1000000'

export function workerFault(does: WorkerFault, { local }: SimCluster, odds: Odds): Tampering {
  return [[local.tampers, sometimes(odds, ofWorkers(does, odds.random))]]
}

function ofWorkers(does: WorkerFault, random: Random): Tamper {
  switch (does) {
    case 'worker-delay':
      return delayed(random)
    case 'worker-duplicate':
      return twice(random)
    case 'worker-drop':
      return () => []
    case 'worker-garble':
      return message => [{ message: garbled(message, random), afterMs: 0 }]
  }
}

export function brokerFault(
  does: BrokerFault,
  { name, tampers: { replies, states } }: SimCluster,
  net: CloudNet,
  odds: Odds,
): Tampering {
  const { random } = odds
  const onBoth = (tamper: () => Tamper): Tampering => [
    [replies, sometimes(odds, tamper())],
    [states, sometimes(odds, tamper())],
  ]
  switch (does) {
    case 'broker-delay':
      return onBoth(() => delayed(random))
    case 'broker-duplicate':
      return onBoth(() => twice(random))
    case 'broker-drop':
      return onBoth(() => () => [])
    case 'broker-repeat':
      return onBoth(() => withEarlier(random))
    case 'broker-lie':
      return [[states, sometimes(odds, message => [{ message: message.with(1, LIE), afterMs: 0 }])]]
    case 'broker-forge':
      return [[replies, sometimes(odds, message => withForged(message, name, net, random))]]
  }
}

function sometimes({ random, probability }: Odds, tamper: Tamper): Tamper {
  return message => (random() < probability ? tamper(message) : [{ message, afterMs: 0 }])
}

function delayed(random: Random): Tamper {
  return message => [{ message, afterMs: random() * DELAY_MAX_MS }]
}

function twice(random: Random): Tamper {
  return message => [
    { message, afterMs: 0 },
    { message, afterMs: random() < 0.5 ? 0 : random() * DELAY_MAX_MS },
  ]
}

/** And again what it said before, perhaps in an earlier life. */
function withEarlier(random: Random): Tamper {
  const said = new Overheard()
  return message => {
    said.hear(message)
    const earlier = said.any(random()) ?? message
    return [message, earlier].map(each => ({ message: each, afterMs: 0 }))
  }
}

/** An answer that cannot be one, or that is one to another task. */
function garbled(message: Envelope, random: Random): Envelope {
  switch (Math.floor(random() * 5)) {
    case 0:
      return message.with(-1, `?${textOf(message.at(-1))}`)
    case 1:
      return message.filter(frame => !isEmpty(frame))
    case 2:
      return message.with(0, 'nobody')
    case 3:
      return message.slice(0, -1)
    default:
      return ['', '']
  }
}

/** And an answer to what the same broker asked another peer. */
function withForged(message: Envelope, name: string, net: CloudNet, random: Random) {
  const asked = net.overheard?.any(random())
  const [to, peer, ...rest] = asked ?? []
  const isToOther = textOf(to) === textOf(message[0]) && textOf(peer) !== name
  if (to === undefined || !isToOther) return [{ message, afterMs: 0 }]
  const forged = [to, ...rest.with(-1, 'forged')]
  return [message, forged].map(each => ({ message: each, afterMs: 0 }))
}
