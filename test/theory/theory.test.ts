/** The simulator against queueing theory: exact values, at three standard errors. */

import { describe, expect, test } from 'vitest'
import { mmcWait } from '../../src/theory/erlang.js'
import { type PoissonCloud, poissonCloud, type Span, spansOf } from '../support/simulation.js'
import { meanAndError } from '../support/statistics.js'

const sum = (sample: readonly number[]) => sample.reduce((total, x) => total + x, 0)
const mean = (sample: readonly number[]) => sum(sample) / sample.length

/** One cluster, or several of five workers each, by the tasks that come to each in a second. */
const one = (workers: number, rate: number) => [{ workers, rate }]
const fives = (...rates: number[]) => rates.map(rate => ({ workers: 5, rate }))

/** Seconds of a span: some 1400 tasks of a cloud of 15 workers. */
const SPAN = 120

/** Spans of a run, so long that what happens in one is all but independent of the one before. */
function measure(options: PoissonCloud, seconds = SPAN): Span[] {
  return spansOf(poissonCloud(options), 30, seconds)
}

const waitsOf = (spans: readonly Span[]) => meanAndError(spans.map(({ waits }) => mean(waits)))

describe('the mean wait', { timeout: 20_000 }, () => {
  test('in one cluster of 1 worker is that of M/M/1: 4.0', () => {
    const spans = measure({ seed: 2, clusters: one(1, 0.8) }, 1000)
    expect(waitsOf(spans).errorsFrom(4)).toBeLessThan(3)
  })

  test('in one cluster of 5 workers is that of M/M/5: 0.554113', () => {
    const spans = measure({ seed: 1, clusters: one(5, 4) }, 300)
    expect(waitsOf(spans).errorsFrom(0.554113)).toBeLessThan(3)
  })

  test('in one cluster of 15 workers is that of M/M/15: 0.106397', () => {
    const spans = measure({ seed: 1, clusters: one(15, 12) })
    expect(waitsOf(spans).errorsFrom(0.106397)).toBeLessThan(3)
    expect(mean(spans.map(({ stranded }) => stranded))).toBe(0)
  })

  test('in two clusters without latency is that of one, and no worker idles meanwhile', () => {
    const spans = measure({ seed: 1, clusters: fives(6, 2) })
    const exact = mmcWait({ c: 10, lambda: 8, service: 1 })
    expect(waitsOf(spans).errorsFrom(exact)).toBeLessThan(3)
    expect(mean(spans.map(({ stranded }) => stranded))).toBe(0)
  })

  test.each([
    [4, 4, 4],
    [6, 3, 3],
    [8, 2, 2],
  ])('in three clusters without latency is that of M/M/15, split %i/%i/%i', (...rates) => {
    const spans = measure({ seed: 1, clusters: fives(...rates) })
    expect(waitsOf(spans).errorsFrom(0.106397)).toBeLessThan(3)
  })

  test('in clusters that lend nothing is that of each alone', () => {
    const clusters = fives(4, 4, 4)
    const spans = measure({ seed: 1, clusters, policy: 'local-only' })
    expect(waitsOf(spans).errorsFrom(0.554113)).toBeLessThan(3)
  })

  test('with latency is longer than without, and the longer the latency the longer', () => {
    const waitAt = (latency: string) =>
      waitsOf(measure({ seed: 1, clusters: fives(8, 2, 2), latency }))
    const [near, far] = [waitAt('100ms'), waitAt('1s')]
    expect(near.mean - 0.106397).toBeGreaterThan(3 * near.error)
    expect(far.mean - near.mean).toBeGreaterThan(3 * (far.error + near.error))
  })
})

describe('three clusters without latency', { timeout: 20_000 }, () => {
  /**
   * A worker that is freed while nobody waits at its own cluster is told to both peers at once, and
   * if both have a task waiting, both send it. The second waits there and is never delegated again,
   * so that a worker of another cluster may stand idle meanwhile. Two clusters cannot do that.
   */
  test('differ from M/M/15 by the peers that send to one freed worker at the same instant', () => {
    const spans = measure({ seed: 1, clusters: fives(4, 4, 4) })
    const tasks = sum(spans.map(({ waits }) => waits.length))
    const overcommit = sum(spans.map(span => span.overcommit)) / tasks
    const stranded = mean(spans.map(span => span.stranded))
    expect(overcommit).toBeGreaterThan(0.02)
    expect(overcommit).toBeLessThan(0.04)
    // Of some 1.28 tasks that wait at any time, about one in a hundred need not.
    expect(stranded).toBeGreaterThan(0)
    expect(stranded).toBeLessThan(0.03)
  })
})

describe('a broken model is rejected', { timeout: 20_000 }, () => {
  test('of service 5 % longer than it is said to be', () => {
    const spans = measure({ seed: 1, clusters: one(5, 4), service: 1.05 }, 300)
    expect(waitsOf(spans).errorsFrom(0.554113)).toBeGreaterThan(3)
  })

  test('of one worker too few', () => {
    const spans = measure({ seed: 1, clusters: one(14, 12) })
    expect(waitsOf(spans).errorsFrom(0.106397)).toBeGreaterThan(3)
  })

  test('of clusters that are told to be one, and lend nothing', () => {
    const spans = measure({ seed: 1, clusters: fives(4, 4, 4), policy: 'local-only' }, 50)
    expect(waitsOf(spans).errorsFrom(0.106397)).toBeGreaterThan(3)
  })
})

describe('in any cloud', () => {
  const spans = measure({ seed: 4, clusters: fives(6, 3, 3), latency: '20ms' })

  test("Little's law holds: the tasks in the system are the rate times the time of each", () => {
    const differences = spans.map(span => {
      const rate = span.latencies.length / SPAN
      return span.inSystem - rate * mean(span.latencies)
    })
    expect(meanAndError(differences).errorsFrom(0)).toBeLessThan(3)
    expect(mean(spans.map(({ inSystem }) => inSystem))).toBeGreaterThan(12)
  })

  test('the busy workers are the rate times the mean service, however the work is spread', () => {
    const busy = meanAndError(spans.map(span => span.busy / 15))
    expect(busy.errorsFrom(0.8)).toBeLessThan(3)
    expect(busy.error).toBeLessThan(0.01)
  })

  test('the tasks that come are as many as the rate says', () => {
    const perSecond = meanAndError(spans.map(({ waits }) => waits.length / SPAN))
    expect(perSecond.errorsFrom(12)).toBeLessThan(3)
  })
})
