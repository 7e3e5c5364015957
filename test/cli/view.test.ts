/** How clusters stand, in plain lines and in the live view. */

import { Chalk } from 'chalk'
import { describe, expect, test } from 'vitest'
import { plainLines, view } from '../../src/cli/output/view.js'
import { ClusterRecord } from '../../src/report/cluster-record.js'

const status = new ClusterRecord('DC1', 5, 0).status()
const room = { columns: 80, rows: 24 }
const options = { title: 'DC1', ...room, elapsedMs: 0, forMs: undefined, events: [] }

describe('before any task is done, there is no latency', () => {
  test('in plain lines', () => {
    expect(plainLines({ DC1: status }, 1000)).toEqual([
      '  1 s DC1 busy 0/5, waiting 0, 0.0 tasks/s, p50 -, p99 -, lost 0',
    ])
  })

  test('in the live view', () => {
    const [, , , row] = view({ DC1: status }, { ...options, chalk: new Chalk({ level: 0 }) })
    expect(row).toMatch(/^DC1 +0\/5 +0 +0\.0 +- +- +0 +0$/)
  })
})

test('latency is shown as soon as a task is done', () => {
  const done = { ...status, done: 1, latencyMs: { ...status.latencyMs, p50: 1.5, p99: 20 } }
  expect(plainLines({ DC1: done }, 1000)).toEqual([
    '  1 s DC1 busy 0/5, waiting 0, 0.0 tasks/s, p50 1.50 ms, p99 20.0 ms, lost 0',
  ])
})

test('a cluster that does not work leaves the columns of the others as they are', () => {
  const plain = { ...options, chalk: new Chalk({ level: 0 }) }
  const viewOf = (ended: object) => view({ DC1: status, DC3: { ...status, ...ended } }, plain)
  const [, , head, row, other] = viewOf({ ended: 'was killed by somebody' })
  expect([head, row]).toEqual(viewOf({}).slice(2, 4))
  expect(other).toBe('DC3      was killed by somebody')
})

describe('where there is little room', () => {
  const chalk = new Chalk({ level: 0 })
  const names = Array.from({ length: 12 }, (_, index) => `DC${index + 1}`)
  const peer = { capacity: 1, ageMs: 0, outstanding: 0, delegated: 0, served: 0 }
  const peers = Object.fromEntries(names.map(name => [name, peer]))
  const clusters = Object.fromEntries(names.map(name => [name, { ...status, peers }]))
  const span = { fromMs: 0, untilMs: 1, wholeRun: true }
  const threshold = { metric: 'task.lost', expr: 'count == 0', value: 0, ...span }
  const progress = {
    loads: ['DC1 1 client, closed'],
    faults: ['kill DC2: ends in 3s'],
    thresholds: [{ ...threshold, passed: true }],
  }
  const viewIn = (rows: number, events: string[] = []) =>
    view(clusters, { ...options, rows, events, progress, chalk })

  test.each([1, 5, 8, 12, 19, 20, 23, 40])('the view is no higher than %i rows', rows => {
    expect(viewIn(rows, ['one', 'two', 'three']).length).toBeLessThanOrEqual(rows)
  })

  test('clusters, faults and thresholds are shown before who works for whom', () => {
    const text = viewIn(23).join('\n')
    for (const name of names) expect(text).toContain(`${name} `)
    expect(text).toContain('ends in 3s')
    expect(text).toContain('count == 0')
    expect(text).not.toContain('peers free')
    expect(viewIn(60).join('\n')).toContain('peers free')
  })

  test('the last that happened is shown, and not the first', () => {
    expect(viewIn(21, ['one', 'two']).at(-1)).toBe('two')
    expect(viewIn(21, ['one', 'two'])).not.toContain('one')
  })

  test('the clusters that are not shown are counted', () => {
    expect(viewIn(15)).toContain('… and 5 clusters more')
  })

  test('peers stand in the order of their clusters', () => {
    const wide = view(clusters, { ...options, columns: 300, rows: 60, progress, chalk })
    expect(wide.find(line => line.startsWith('→to'))).toMatch(/DC1 +DC2 .*DC9 +DC10 +DC11/)
  })
})
