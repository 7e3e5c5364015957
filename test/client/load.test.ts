/** Loads: when clients want to send; by fixed seeds, so always the same. */

import { describe, expect, test } from 'vitest'
import { randomStream } from '../../src/base/random.js'
import { NEVER } from '../../src/base/time.js'
import { type ClientFact, Clients } from '../../src/client/client.js'
import { type Load, NO_TASKS, scheduleOf } from '../../src/client/load.js'
import { Driver } from '../support/driver.js'
import { Recorder } from '../support/recorder.js'
import { meanAndError } from '../support/statistics.js'

const random = randomStream(1, 'load')
const GUIDE = { load: { kind: 'guide' }, share: 1, phase: 0 } as const

describe("the Guide's load", () => {
  /** What one client does when each task is answered at once: pauses, and the bursts after them. */
  function pausesOf(count: number): number[] {
    const { next } = scheduleOf(GUIDE, 0, randomStream(1, 'load'))
    let now = 0
    return Array.from({ length: count }, () => {
      const before = now
      now = next(0, now)
      return now - before
    })
  }

  test('sleeps whole seconds and never less than none', () => {
    expect(pausesOf(10_000).every(ms => ms >= 0 && ms % 1000 === 0)).toBe(true)
  })

  test('sends at most 14 tasks in a burst, or several bursts with a sleep of none between', () => {
    const bursts = pausesOf(50_000)
      .join(' ')
      .split(/[1-9]\d*/)
    const lengths = bursts.map(burst => burst.split('0').length)
    expect(Math.max(...lengths)).toBeGreaterThan(14)
    expect(meanAndError(lengths).mean).toBeGreaterThan(7)
  })

  test('makes 7 tasks in 2 seconds on the average', () => {
    const perTaskMs = meanAndError(pausesOf(50_000))
    expect(perTaskMs.errorsFrom(2000 / 7)).toBeLessThanOrEqual(3)
  })

  test('sends the rest of a burst as soon as the client is free', () => {
    // Sleep 4 s, burst of 3.
    const draws = [0.99, 3 / 15]
    const { next } = scheduleOf(GUIDE, 0, () => draws.shift() ?? 0.5)
    expect([next(0, 0), next(0, 4100), next(0, 4250)]).toEqual([4000, 4100, 4250])
    expect(next(0, 4300)).toBe(6300)
  })

  test('keeps each client to a burst of its own', () => {
    const draws = [0.99, 3 / 15, 0.5, 2 / 15]
    const { next } = scheduleOf(GUIDE, 0, () => draws.shift() ?? 0)
    expect([next(0, 0), next(1, 0), next(0, 5000), next(1, 5000)]).toEqual([4000, 2000, 5000, 5000])
  })
})

describe('a closed load', () => {
  test('thinks after each answer', () => {
    const load: Load = { kind: 'closed', think: { kind: 'constant', ms: 250 } }
    const { next } = scheduleOf({ load, share: 1, phase: 0 }, 0, random)
    expect([next(0, 0), next(1, 1000), next(0, 1300)]).toEqual([250, 1250, 1550])
  })
})

/** Clients at a rate, whose tasks are all answered after a time. */
function atRate(names: readonly string[], perSecond: number, answerMs: number) {
  const ports = new Recorder<string, ClientFact>(random)
  const load: Load = { kind: 'rate', perSecond, arrivals: 'even' }
  const options = { names, load, share: 1, phase: 0, timeoutMs: 60_000, retries: 0, bodyBytes: 1 }
  const driver = new Driver(new Clients(options, ports))
  const answers: { at: number; name: string; task: string }[] = []
  const collect = () => {
    for (const { outlet, message } of ports.takeSent()) {
      answers.push({ at: driver.now + answerMs, name: outlet, task: String(message[0]) })
    }
  }
  collect()
  const run = (untilMs: number) => {
    for (;;) {
      const nextAt = Math.min(answers[0]?.at ?? Infinity, driver.machine.deadline)
      if (nextAt >= untilMs) return
      driver.after(nextAt - driver.now)
      collect()
      while (answers[0] && answers[0].at <= driver.now) {
        const { name, task } = answers.shift() ?? { name: '', task: '' }
        driver.gets(name, task)
        collect()
      }
    }
  }
  return { ports, run }
}

describe('a load at a rate', () => {
  test('sends at that rate whatever the answers do, while a client is free', () => {
    const { ports, run } = atRate(['a', 'b', 'c'], 10, 150)
    run(10_000)
    expect(ports.noted('sent')).toHaveLength(100)
    expect(new Set(ports.valuesOf('answered'))).toEqual(new Set([150]))
  })

  test('lets arrivals wait for a client, and counts from when they should have been sent', () => {
    // One client, a task every 100 ms, its answer after 150 ms: each is 50 ms later than the last.
    const { ports, run } = atRate(['a'], 10, 150)
    run(1000)
    expect(ports.valuesOf('answered')).toEqual([150, 200, 250, 300, 350, 400])
  })

  test('makes up for arrivals that waited, so that the rate is kept', () => {
    const { ports, run } = atRate(['a', 'b'], 10, 190)
    run(100_000)
    expect(ports.noted('sent').length).toBeGreaterThanOrEqual(999)
    expect(Math.max(...ports.valuesOf('answered'))).toBeLessThan(191)
  })

  test.each([
    ['poisson', 1],
    ['poisson', 0.25],
    ['even', 1],
  ] as const)(
    'with %s arrivals and a share of %d has the mean gap it should',
    (arrivals, share) => {
      const load = { kind: 'rate', perSecond: 50, arrivals } as const
      const { next } = scheduleOf({ load, share, phase: 0 }, 1000, random)
      const times = Array.from({ length: 20_000 }, () => next(0, 0))
      const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0))
      const { mean, error } = meanAndError(gaps)
      expect(Math.abs(mean - 20 / share)).toBeLessThanOrEqual(Math.max(3 * error, 1e-6))
      // Poisson arrivals: gaps spread as widely as they are long; even ones not at all.
      const spread = (error * Math.sqrt(gaps.length)) / mean
      expect(spread).toBeCloseTo(arrivals === 'poisson' ? 1 : 0, 1)
    },
  )

  test('lets the even arrivals of two threads fall between each other', () => {
    const load = { kind: 'rate', perSecond: 10, arrivals: 'even' } as const
    const options = { load, share: 0.5, untilMs: 600 }
    const threads = [0, 0.5].map(phase => scheduleOf({ ...options, phase }, 0, random))
    const times = threads.flatMap(({ next }) => Array.from({ length: 6 }, () => next(0, 0)))
    const sent = times.filter(at => at < NEVER).sort((a, b) => a - b)
    expect(sent).toEqual([0, 100, 200, 300, 400, 500])
  })

  test('does not make up for what it missed when its clients were started again', () => {
    const load = { kind: 'rate', perSecond: 10, arrivals: 'even' } as const
    const options = { load, share: 1, phase: 0, fromMs: -1050, untilMs: 200 }
    const { next } = scheduleOf(options, 5000, random)
    expect([next(0, 5000), next(0, 5000), next(0, 5000)]).toEqual([5050, 5150, NEVER])
  })
})

describe('the edges of a load', () => {
  const think = { kind: 'constant', ms: 100 } as const
  const spans = [
    { fromMs: 0, untilMs: 100 },
    { fromMs: 300, untilMs: 500 },
  ]

  test('a client that has thought just until a part begins, begins; at its end it does not', () => {
    const options = { load: { kind: 'closed', think }, share: 1, phase: 0, onlyIn: spans } as const
    const { next } = scheduleOf(options, 0, random)
    // 100 is the end of the first part: it thinks once more, at the beginning of the second.
    expect([next(0, 0), next(0, 200), next(0, 300), next(0, 400)]).toEqual([400, 300, 400, NEVER])
  })

  test('a client is free before the load begins: it thinks from then on', () => {
    const options = { load: { kind: 'closed', think }, share: 1, phase: 0, fromMs: 50 } as const
    expect(scheduleOf(options, 1000, random).next(0, 0)).toBe(1150)
  })

  test('no task of clients that wait for answers is ever overdue', () => {
    const closed = { load: { kind: 'closed', think }, share: 1, phase: 0 } as const
    for (const options of [GUIDE, closed])
      expect(scheduleOf(options, 0, random).overdue(1e9)).toBe(0)
    expect([NO_TASKS.next(0, 0), NO_TASKS.overdue(1e9)]).toEqual([NEVER, 0])
  })

  /** Each has a task at 100 ms and none soon after, give or take what sums of fractions do. */
  const even: Load = { kind: 'rate', perSecond: 10, arrivals: 'even' }
  const replay: Load = { kind: 'replay', atMs: [100] }
  const byChance: Load = { kind: 'rate', perSecond: 10, arrivals: 'poisson' }
  /** Draws the mean of an exponential distribution. */
  const drawsMean = () => 1 - Math.exp(-1)

  test.each([
    ['an even task that is so near to the end comes at it, and is none', even, false],
    ['one that is replayed is not moved', replay, true],
    ['one by chance is not moved', byChance, true],
  ] as const)('%s', (_, load, isWithin) => {
    const firstAfter50 = (span: { fromMs: number; untilMs: number }) => {
      const options = { load, share: 1, phase: 0, onlyIn: [span] }
      return scheduleOf(options, 0, drawsMean).next(0, 0)
    }
    const near = 5e-5
    expect(firstAfter50({ fromMs: 50, untilMs: 100 + near }) < NEVER).toBe(isWithin)
    // What is so near to the beginning comes at it, too.
    const atBegin = firstAfter50({ fromMs: 100 + near, untilMs: 150 })
    expect(atBegin).toBe(isWithin ? NEVER : 100 + near)
    expect(firstAfter50({ fromMs: 50, untilMs: 100 + 4 * near })).toBeCloseTo(100, 9)
  })
})
