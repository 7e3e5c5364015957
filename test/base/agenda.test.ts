/** The agenda against a list that is sorted anew for each look. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { NEVER } from '../../src/base/time.js'
import { TimerQueue } from '../../src/base/timer-queue.js'

interface Real {
  readonly agenda: TimerQueue<number>
}

/** What is due, as pairs of a time and the order of its adding, which is also the item. */
interface Model {
  due: [at: number, item: number][]
  added: number
}

class Add implements fc.Command<Model, Real> {
  readonly #at: number
  constructor(at: number) {
    this.#at = at
  }
  check = () => true
  run(model: Model, { agenda }: Real): void {
    agenda.add(this.#at, model.added)
    model.due.push([this.#at, model.added++])
    model.due.sort(([at, item], [otherAt, other]) => at - otherAt || item - other)
    expect(agenda.nextAt).toBe(model.due[0]?.[0])
  }
  toString = () => `add at ${this.#at}`
}

class TakeDue implements fc.Command<Model, Real> {
  readonly #now: number
  constructor(now: number) {
    this.#now = now
  }
  check = () => true
  run(model: Model, { agenda }: Real): void {
    const isDue = (model.due[0]?.[0] ?? NEVER) <= this.#now
    expect(agenda.takeDue(this.#now)).toBe(isDue ? model.due.shift()?.[1] : undefined)
    expect(agenda.nextAt).toBe(model.due[0]?.[0] ?? NEVER)
    expect(agenda.size).toBe(model.due.length)
  }
  toString = () => `take due at ${this.#now}`
}

describe('an agenda', () => {
  test('gives what a sorted list gives, equal times in the order they came', () => {
    // Few different times, so that many are equal.
    const at = fc.integer({ min: 0, max: 20 })
    const steps = [at.map(time => new Add(time)), at.map(time => new TakeDue(time))]
    fc.assert(
      fc.property(fc.commands(steps, { maxCommands: 200, size: '+1' }), commands => {
        fc.modelRun(
          () => ({ model: { due: [], added: 0 }, real: { agenda: new TimerQueue() } }),
          commands,
        )
      }),
    )
  })

  test('is never due when it is empty', () => {
    const agenda = new TimerQueue<string>()
    expect(agenda.nextAt).toBe(NEVER)
    expect(agenda.takeDue(Number.MAX_VALUE)).toBeUndefined()
  })
})
