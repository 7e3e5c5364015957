/**
 * Watches over one machine: whatever passes between it and its driver is told to those who watch,
 * and the two do not notice. Watchers come and go while the machine runs; as long as there is none,
 * a call costs one more call and a look.
 */

import type { Millis } from '../base/time.js'
import type { Envelope } from '../wire/envelope.js'
import type { Machine, Ports } from '../wire/machine.js'

/** Someone who watches a machine, as far as it wants to know. It is told before the machine is. */
export interface MachineObserver {
  started?(now: Millis): void
  passed?(socket: string, dir: Direction, message: Envelope, now: Millis): void
  noted?(fact: string, about: string, count: number, now: Millis): void
  /** The machine drew a number by chance. */
  drew?(number: number, now: Millis): void
  connected?(peer: string, isUp: boolean, now: Millis): void
  ticked?(now: Millis): void
}

/** A message came in, went out, or came back because it found no way. */
export type Direction = 'in' | 'out' | 'back'

export class MachineProbe {
  /** Replaced, never changed: someone may leave while all are being told. */
  #watchers: readonly MachineObserver[] = []
  #now: Millis

  /** @param now what time it is for the machine, until its driver says. */
  constructor(now: Millis) {
    this.#now = now
  }

  add(watcher: MachineObserver): void {
    this.#watchers = [...this.#watchers, watcher]
  }

  remove(watcher: MachineObserver): void {
    this.#watchers = this.#watchers.filter(other => other !== watcher)
  }

  /** What time it is, where a machine is called by another than its driver. */
  at(now: Millis): void {
    this.#now = now
  }

  /** The ports, for the machine. */
  ports<Out extends string, Fact extends string>(ports: Ports<Out, Fact>): Ports<Out, Fact> {
    return {
      send: (outlet, message) => {
        this.#passed(outlet, 'out', message)
        ports.send(outlet, message)
      },
      reopen: (outlet, peer) => {
        for (const watcher of this.#watchers) {
          watcher.noted?.('reopened', peer ?? outlet, 1, this.#now)
        }
        ports.reopen(outlet, peer)
      },
      random: () => {
        const number = ports.random()
        for (const watcher of this.#watchers) watcher.drew?.(number, this.#now)
        return number
      },
      note: (fact, about, count) => {
        for (const watcher of this.#watchers) watcher.noted?.(fact, about, count, this.#now)
        ports.note(fact, about, count)
      },
    }
  }

  /** The machine, for the driver. */
  machine<In extends string, Out extends string>(machine: Machine<In, Out>): Machine<In, Out> {
    return {
      start: now => {
        this.#now = now
        for (const watcher of this.#watchers) watcher.started?.(now)
        machine.start(now)
      },
      receive: (inlet, message, now) => {
        this.#now = now
        this.#passed(inlet, 'in', message)
        machine.receive(inlet, message, now)
      },
      bounce: (outlet, message, now) => {
        this.#now = now
        this.#passed(outlet, 'back', message)
        machine.bounce(outlet, message, now)
      },
      connection: (outlet, peer, isUp, now) => {
        this.#now = now
        for (const watcher of this.#watchers) watcher.connected?.(peer, isUp, now)
        machine.connection(outlet, peer, isUp, now)
      },
      tick: now => {
        this.#now = now
        for (const watcher of this.#watchers) watcher.ticked?.(now)
        machine.tick(now)
      },
      get deadline() {
        return machine.deadline
      },
    }
  }

  #passed(socket: string, dir: Direction, message: Envelope): void {
    // By number: every message passes here, and an iterator for each can be measured.
    for (let index = 0; index < this.#watchers.length; index++) {
      this.#watchers[index]?.passed?.(socket, dir, message, this.#now)
    }
  }
}
