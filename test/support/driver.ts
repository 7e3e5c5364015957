/** The least that drives a machine: time passes, and there is a tick at each deadline. */

import { expect } from 'vitest'
import type { Millis } from '../../src/base/time.js'
import type { Machine } from '../../src/wire/machine.js'
import { frames } from './frames.js'

export class Driver<M extends Machine> {
  readonly machine: M
  now: Millis = 0

  constructor(machine: M) {
    this.machine = machine
    machine.start(0)
  }

  /** A message comes in now. */
  gets(inlet: string, text: string): this {
    this.machine.receive(inlet, frames(text), this.now)
    return this
  }

  after(ms: Millis): this {
    const end = this.now + ms
    while (this.machine.deadline <= end) {
      this.now = Math.max(this.now, this.machine.deadline)
      this.machine.tick(this.now)
      expect(this.machine.deadline, 'the deadline after a tick').toBeGreaterThan(this.now)
    }
    this.now = end
    return this
  }
}
