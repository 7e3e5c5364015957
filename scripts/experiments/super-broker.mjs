/**
 * A super-broker, as the Guide hints at: brokers know only it. It adds up what all of them have
 * free, and passes on each task to one of them, and the reply back. A sketch for experiments
 * without faults: what it has in hand when a broker goes is lost.
 */

import { textOf } from '../../dist/wire/envelope.js'
import { realBroker } from './lab.mjs'

export const SUPER = 'SUPER'

class SuperBroker {
  #options
  #ports
  #free = new Map()
  #waiting = []
  #passedOn = new Map()
  #count = 0
  #told = 0
  #toldAt = Number.NEGATIVE_INFINITY
  deadline = 0

  constructor(options, ports) {
    this.#options = options
    this.#ports = ports
  }

  start(now) {
    this.#tell(now)
  }

  receive(inlet, message, now) {
    const name = textOf(message[0])
    if (inlet === 'statefe') this.#free.set(name, Number(textOf(message[1])))
    if (inlet === 'statebe') this.#tell(now)
    if (inlet === 'cloudfe') this.#waiting.push({ from: name, frames: message.slice(1) })
    if (inlet === 'cloudbe') this.#passBack(message)
    this.#settle()
  }

  bounce() {}

  connection() {}

  wants() {
    return true
  }

  tick(now) {
    if (now >= this.deadline) this.#tell(now)
  }

  state() {
    const ready = this.#told
    return { workers: 0, ready, busyLocal: 0, busyCloud: 0, waiting: 0, peers: [] }
  }

  #settle() {
    while (this.#waiting.length > 0 && this.#passOn());
    const { stateIntervalMs, heartbeatMs } = this.#options
    const isNew = this.#sum() !== this.#told
    this.deadline = this.#toldAt + (isNew ? stateIntervalMs : heartbeatMs)
  }

  /** To the one that has most free; never back to who asked. */
  #passOn() {
    const [{ from, frames }] = this.#waiting
    const others = [...this.#free].filter(([name, free]) => free > 0 && name !== from)
    if (others.length === 0) return false
    const [name, free] = others.reduce((best, other) => (other[1] > best[1] ? other : best))
    const id = `s${++this.#count}`
    this.#waiting.shift()
    this.#free.set(name, free - 1)
    this.#passedOn.set(id, { from, id: frames[0] })
    this.#ports.send('cloudbe', [name, id, ...frames.slice(1)])
    return true
  }

  #passBack(message) {
    const id = textOf(message[1])
    const task = this.#passedOn.get(id)
    this.#passedOn.delete(id)
    this.#ports.send('cloudfe', [task.from, task.id, ...message.slice(2)])
  }

  #tell(now) {
    this.#told = this.#sum()
    this.#toldAt = now
    this.deadline = now + this.#options.heartbeatMs
    this.#ports.send('statebe', [this.#options.self, String(this.#told)])
    this.#ports.note('told', this.#options.self, this.#told)
  }

  #sum() {
    return [...this.#free.values()].reduce((sum, free) => sum + free, 0)
  }
}

/** The super-broker is one of its own kind, all others are real. */
export const newBroker = (options, ports) =>
  options.self === SUPER ? new SuperBroker(options, ports) : realBroker(options, ports)

/** The plan with a super-broker in the middle, and nobody else for a peer. */
export function withSuperBroker(plan) {
  const names = Object.keys(plan.clusters)
  const [first] = Object.values(plan.clusters)
  const around = names.map(name => [name, { ...plan.clusters[name], peers: [SUPER] }])
  const clusters = {
    ...Object.fromEntries(around),
    [SUPER]: { ...first, workers: 0, peers: names },
  }
  return { ...plan, clusters }
}
