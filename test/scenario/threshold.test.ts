/** Thresholds: their metrics, their expressions, their windows, and when they hold. */

import { describe, expect, test } from 'vitest'
import { METRIC_NAMES, metricInfo } from '../../src/scenario/metric-names.js'
import { readScenario } from '../../src/scenario/scenario.js'
import {
  aggregationsOf,
  type Comparison,
  holds,
  parseExpression,
  parseMetric,
  windowsOf,
} from '../../src/scenario/threshold.js'

describe('a metric', () => {
  test.each([
    ['task.latency', { metric: 'task.latency', labels: {} }],
    ['task.latency{origin:DC1}', { metric: 'task.latency', labels: { origin: 'DC1' } }],
    [
      'task.done{ origin: DC1, cluster: DC2, path: cloud }',
      { metric: 'task.done', labels: { origin: 'DC1', cluster: 'DC2', path: 'cloud' } },
    ],
  ])('%s is understood', (text, expected) => {
    expect(parseMetric(text)).toEqual(expected)
  })

  test.each([
    ['task.done{}', 'Cannot parse metric "task.done{}": use labels such as {origin:DC1}'],
    [
      'task.done{path:local,path:cloud}',
      'Cannot parse metric "task.done{path:local,path:cloud}": name the label path once',
    ],
    ['task.lost{path:local}', 'Unknown label "path" of task.lost: use one of origin'],
    ['constructor', `Unknown metric "constructor": use one of ${METRIC_NAMES.join(', ')}`],
  ])('%s is refused', (text, complaint) => {
    expect(() => parseMetric(text)).toThrow(complaint)
  })

  const VALUES: Record<string, string> = { count: '1', ratio: '1%', share: '80%', bytes: '300MiB' }

  test.each(METRIC_NAMES)('%s can be asked for all that is said of it', metric => {
    const { kind, unit } = metricInfo(metric)
    for (const asked of aggregationsOf(metric)) {
      const value = VALUES[asked] ?? (unit ? VALUES[unit] : kind === 'times' ? '1s' : '1/s')
      expect(parseExpression(`${asked} < ${value}`, metric).comparison).toBe('<')
    }
    const { of } = metricInfo(metric)
    if (of !== undefined) expect(METRIC_NAMES).toContain(of)
  })
})

describe('an expression', () => {
  test.each([
    ['p(99) < 2s', 'task.latency', { kind: 'percentile', percentile: 99 }, '<', 2000],
    ['p(99.9)<=250ms', 'task.wait', { kind: 'percentile', percentile: 99.9 }, '<=', 250],
    ['avg > 1s', 'task.latency', { kind: 'avg' }, '>', 1000],
    ['count >= 100', 'task.latency', { kind: 'count' }, '>=', 100],
    ['count == 0', 'task.lost', { kind: 'count' }, '==', 0],
    ['rate > 3000/m', 'task.done', { kind: 'rate' }, '>', 50],
    ['ratio < 1%', 'task.lost', { kind: 'ratio' }, '<', 0.01],
    ['ratio != 0', 'task.cloud', { kind: 'ratio' }, '!=', 0],
    ['min > 0/s', 'task.rate', { kind: 'min' }, '>', 0],
    ['p(99) < 90%', 'worker.busy', { kind: 'percentile', percentile: 99 }, '<', 0.9],
    ['max == 1', 'worker.busy', { kind: 'max' }, '==', 1],
    ['ratio < 150%', 'task.retried', { kind: 'ratio' }, '<', 1.5],
    ['ratio >= 100%', 'task.done', { kind: 'ratio' }, '>=', 1],
    ['max < 250%', 'process.cpu', { kind: 'max' }, '<', 2.5],
    ['max < 2.5', 'process.cpu', { kind: 'max' }, '<', 2.5],
    ['max < 1600%', 'process.cpu', { kind: 'max' }, '<', 16],
  ] as const)('%s is understood of %s', (text, metric, aggregation, comparison, value) => {
    expect(parseExpression(text, metric)).toEqual({ aggregation, comparison, value })
  })

  test.each([
    ['p(99) < 90', 'worker.busy', 'Cannot parse share "90": write 90% or 0.9'],
    ['avg < 1.5', 'worker.busy', 'Cannot parse share "1.5": write 1.5% or 0.015'],
    ['max < 250%', 'worker.busy', 'Cannot parse share "250%": a share is never above 100%'],
    ['ratio < 5', 'task.lost', 'Cannot parse share "5": write 5% or 0.05'],
    ['ratio < 2', 'task.retried', 'Cannot parse share "2": write 2% or 0.02'],
    ['max < 90', 'process.cpu', 'Cannot parse share "90": write 90% or 0.9'],
    ['max < 50', 'process.cpu', 'Cannot parse share "50": write 50% or 0.5'],
  ] as const)('%s of %s is a percentage without its sign', (text, metric, complaint) => {
    expect(() => parseExpression(text, metric)).toThrow(complaint)
  })

  test.each([
    ['max <= 100%', 'worker.busy', 'it can never fail: max is never below 0% or above 100%'],
    ['min > 1', 'worker.busy', 'it can never hold: min is never below 0% or above 100%'],
    ['ratio <= 1', 'task.lost', 'it can never fail: ratio is never below 0% or above 100%'],
    ['count >= 0', 'task.lost', 'it can never fail: count is never below 0'],
    ['count < 0', 'task.lost', 'it can never hold: count is never below 0'],
    ['p(99) < 0s', 'task.latency', 'it can never hold: p(99) is never below 0'],
    ['min >= 0/s', 'task.rate', 'it can never fail: min is never below 0'],
    ['max < 0', 'task.waiting', 'it can never hold: max is never below 0'],
    ['max >= 0MiB', 'process.memory', 'it can never fail: max is never below 0'],
    ['avg >= 0%', 'process.cpu', 'it can never fail: avg is never below 0'],
  ] as const)('%s of %s judges nothing', (text, metric, complaint) => {
    expect(() => parseExpression(text, metric)).toThrow(
      `Cannot parse threshold "${text}": ${complaint}`,
    )
  })

  test.each<[Comparison, boolean, boolean, boolean]>([
    ['<', true, false, false],
    ['<=', true, true, false],
    ['>', false, false, true],
    ['>=', false, true, true],
    ['==', false, true, false],
    ['!=', true, false, true],
  ])('with %s holds for less: %s, for the same: %s, for more: %s', (comparison, ...expected) => {
    const expression = { aggregation: { kind: 'count' }, comparison, value: 5 } as const
    expect([4, 5, 6].map(measured => holds(expression, measured))).toEqual(expected)
  })
})

describe('the span of a threshold', () => {
  const FILE = `\
version: 1
duration: 60s
warmup: 5s
clusters: { DC1: , DC2: }
faults:
  - { at: 10s, kill: DC1, restart: 20s }
  - { at: 30s, kill: DC2, restart: 40s }
  - { at: 50s, slow: DC1, factor: 2, until: 55s }
thresholds:
  - { metric: task.lost, expr: count == 0`

  const spanOf = (more: string) => {
    const [threshold] = readScenario(`${FILE}${more} }\n`, 'x.yaml').thresholds
    if (!threshold) throw new Error('no threshold')
    const { fromMs, untilMs } = threshold
    return { fromMs, untilMs, windows: windowsOf(threshold) }
  }

  test.each([
    ['', 5000],
    [', after: 30s', 30_000],
    [', after: 2s', 5000],
    [', after: restart#2', 40_000],
    [', after: kill#1+500ms', 10_500],
    [', after: slow-end + 1s', 56_000],
  ])('that says "%s" begins at %d ms and lasts to the end', (more, fromMs) => {
    const whole = { fromMs, untilMs: 60_000 }
    expect(spanOf(more)).toEqual({ ...whole, windows: [whole] })
  })

  test('with a window has every window of whole seconds', () => {
    const { windows } = spanOf(', window: 10s')
    expect(windows).toHaveLength(46)
    expect(windows[0]).toEqual({ fromMs: 5000, untilMs: 15_000 })
    expect(windows.at(-1)).toEqual({ fromMs: 50_000, untilMs: 60_000 })
  })

  test('with a window and a moment has the windows that end from then on', () => {
    const { windows } = spanOf(', window: 10s, after: slow-end+3s')
    expect(windows).toEqual([
      { fromMs: 48_000, untilMs: 58_000 },
      { fromMs: 49_000, untilMs: 59_000 },
      { fromMs: 50_000, untilMs: 60_000 },
    ])
  })
})
