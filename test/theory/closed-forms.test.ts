/** The closed forms, against printed tables, values worked out by hand, and one another. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { erlangB, erlangC, mmcWait } from '../../src/theory/erlang.js'
import { closedWait } from '../../src/theory/finite-source.js'
import { memoryOf, mg1Wait } from '../../src/theory/pollaczek-khinchine.js'

/**
 * The mean wait by the balance of each state with the next, summed over all of them: no formula of
 * Erlang's, and the chances by their logarithms.
 *
 * @param comes how often a task comes where there are k; 0 in the last state.
 */
function waitByBalance(c: number, service: number, comes: (k: number) => number, states: number) {
  const logs = [0]
  for (let k = 1; k < states && comes(k - 1) > 0; k++) {
    logs.push((logs[k - 1] ?? 0) + Math.log((comes(k - 1) * service) / Math.min(k, c)))
  }
  const top = Math.max(...logs)
  const chances = logs.map(log => Math.exp(log - top))
  const sum = (of: (k: number) => number) => chances.reduce((all, p, k) => all + p * of(k), 0)
  return sum(k => Math.max(0, k - c)) / sum(comes)
}

const workers = fc.integer({ min: 1, max: 40 })
const utilisation = fc.double({ min: 0.01, max: 0.97, noNaN: true })
const time = fc.double({ min: 0.01, max: 100, noNaN: true })

describe('Erlang B', () => {
  test.each([
    [1, 0.8, 0.8 / 1.8, 12],
    [10, 5, 0.018385, 6],
    // Tables of traffic: what so many lines carry where one call in a hundred is lost.
    [10, 4.461, 0.01, 5],
    [20, 12.03, 0.01, 5],
    [50, 37.9, 0.01, 5],
    [100, 84.06, 0.01, 4],
  ])('of %i lines and %f calls is that of the tables', (c, a, chance, digits) => {
    expect(erlangB(c, a)).toBeCloseTo(chance, digits)
  })
})

describe('M/M/c', () => {
  test('has the values of the design', () => {
    expect(erlangC({ c: 5, lambda: 4, service: 1 })).toBeCloseTo(0.554113, 6)
    expect(mmcWait({ c: 1, lambda: 0.8, service: 1 })).toBeCloseTo(4, 12)
    expect(mmcWait({ c: 5, lambda: 4, service: 1 })).toBeCloseTo(0.554113, 6)
    expect(mmcWait({ c: 15, lambda: 12, service: 1 })).toBeCloseTo(0.106397, 6)
  })

  test('is in balance in each of its states', () => {
    fc.assert(
      fc.property(workers, utilisation, time, (c, rho, service) => {
        const lambda = (rho * c) / service
        const exact = waitByBalance(c, service, () => lambda, 3000)
        expect(mmcWait({ c, lambda, service }) / service).toBeCloseTo(exact / service, 8)
      }),
    )
  })

  test('lets a task wait by a chance from 0 to 1, the more often the more there is to do', () => {
    fc.assert(
      fc.property(workers, utilisation, utilisation, (c, one, other) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)]
        const chance = (rho: number) => erlangC({ c, lambda: rho * c, service: 1 })
        expect(chance(low)).toBeGreaterThanOrEqual(0)
        expect(chance(low)).toBeLessThanOrEqual(chance(high))
        expect(chance(high)).toBeLessThanOrEqual(1)
        expect(chance(high)).toBeGreaterThanOrEqual(erlangB(c, high * c))
      }),
    )
  })

  test('waits less in one pool than apart: of twice the workers for twice the tasks', () => {
    fc.assert(
      fc.property(workers, utilisation, (c, rho) => {
        const apart = mmcWait({ c, lambda: rho * c, service: 1 })
        expect(mmcWait({ c: 2 * c, lambda: 2 * rho * c, service: 1 })).toBeLessThan(apart)
      }),
    )
  })

  test.each([
    [1, 1],
    [5, 5.1],
    [0, 1],
  ])('of %i workers for %f tasks at a time waits for ever, and all wait', (c, lambda) => {
    const queue = { c, lambda, service: 1, serviceSquare: 2 }
    expect(mmcWait(queue)).toBe(Number.POSITIVE_INFINITY)
    expect(memoryOf(queue)).toBe(Number.POSITIVE_INFINITY)
    expect(erlangC(queue)).toBe(1)
  })

  test('of no service waits for nobody', () => {
    expect(mmcWait({ c: 1, lambda: 100, service: 0 })).toBe(0)
  })
})

describe('M/G/1', () => {
  test('of exponential service is M/M/1', () => {
    fc.assert(
      fc.property(utilisation, time, (rho, service) => {
        const lambda = rho / service
        const wait = mg1Wait({ lambda, service, serviceSquare: 2 * service ** 2 })
        expect(wait / mmcWait({ c: 1, lambda, service })).toBeCloseTo(1, 9)
      }),
    )
  })

  test('of constant service waits half as long as M/M/1: 2.0 at rho .8', () => {
    expect(mg1Wait({ lambda: 0.8, service: 1, serviceSquare: 1 })).toBeCloseTo(2, 12)
  })

  test("of the Guide's service, 0 s or 1 s, waits half a second at rho .5", () => {
    expect(mg1Wait({ lambda: 1, service: 0.5, serviceSquare: 0.5 })).toBeCloseTo(0.5, 12)
  })

  test('that cannot do what comes waits for ever', () => {
    expect(mg1Wait({ lambda: 2, service: 1, serviceSquare: 1 })).toBe(Number.POSITIVE_INFINITY)
  })
})

describe('M/M/c//N', () => {
  test.each([
    // By hand: the states are as likely as 1:2:2, and of 1:3:3:1.5.
    [{ c: 1, n: 2, think: 1, service: 1 }, 0.5],
    [{ c: 2, n: 3, think: 1, service: 1 }, 0.125],
    // Nobody thinks: all but those in service wait.
    [{ c: 2, n: 9, think: 0, service: 3 }, 10.5],
    [{ c: 5, n: 5, think: 1, service: 1 }, 0],
    [{ c: 1, n: 9, think: 0, service: 0 }, 0],
    [{ c: 0, n: 1, think: 1, service: 1 }, Number.POSITIVE_INFINITY],
  ])('%j waits %f', (queue, wait) => {
    expect(closedWait(queue)).toBeCloseTo(wait, 12)
  })

  test('is in balance in each of its states', () => {
    const clients = fc.integer({ min: 1, max: 200 })
    fc.assert(
      fc.property(workers, clients, time, time, (c, n, think, service) => {
        const exact = waitByBalance(c, service, k => (n - k) / think, n + 1)
        expect(closedWait({ c, n, think, service }) / service).toBeCloseTo(exact / service, 8)
      }),
    )
  })

  test('of very many clients that think very long is M/M/c', () => {
    const [c, n, lambda] = [5, 1_000_000, 4]
    const wait = closedWait({ c, n, think: n / lambda, service: 1 })
    expect(wait).toBeCloseTo(0.554113, 3)
    expect(wait).toBeLessThan(0.554113)
  })

  test('does at most what clients ask for or workers can do, and that if they are many', () => {
    const clients = fc.integer({ min: 1, max: 2000 })
    fc.assert(
      fc.property(workers, clients, time, (c, n, think) => {
        const throughput = n / (think + closedWait({ c, n, think, service: 1 }) + 1)
        expect(throughput).toBeLessThanOrEqual(Math.min(n / (think + 1), c) + 1e-9)
        if (n > 20 * c * (think + 1)) expect(throughput).toBeCloseTo(c, 6)
      }),
    )
  })
})

describe('the memory of a queue', () => {
  test('is near to the exact one of M/M/1, and longer than a service', () => {
    const memory = memoryOf({ c: 1, lambda: 0.8, service: 1, serviceSquare: 2 })
    // L. Kleinrock, Queueing Systems 1, 2.14: exp(-(1 - sqrt rho)^2 mu t) is left of it.
    expect(memory / (1 / (1 - Math.sqrt(0.8)) ** 2)).toBeCloseTo(0.89, 2)
    expect(memoryOf({ c: 9, lambda: 0.1, service: 7, serviceSquare: 49 })).toBe(7)
  })
})
