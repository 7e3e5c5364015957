/** How clusters stand, in plain lines and in the live view. */

import { Chalk } from 'chalk'
import { describe, expect, test } from 'vitest'
import { LEGEND } from '../../src/cli/output/legend.js'
import { plainLines, view } from '../../src/cli/output/view.js'
import { ClusterRecord } from '../../src/report/cluster-record.js'

const status = new ClusterRecord('DC1', 5, 0).status()
const room = { columns: 80, rows: 24 }
const options = { title: 'DC1', ...room, elapsedMs: 0, forMs: undefined, events: [] }

describe('before any task is done, there is no latency', () => {
  test('in plain lines', () => {
    expect(plainLines({ DC1: status }, 1000)).toEqual([
      '  1 s DC1 busy 0/5, waiting 0, 0.0 tasks/s, p50 -, p99 -, now -, lost 0',
    ])
  })

  test('in the live view', () => {
    const [, , , row] = view({ DC1: status }, { ...options, chalk: new Chalk({ level: 0 }) })
    expect(row).toMatch(/^DC1 +0\/5 +0 +0\.0 +- +- +- +0 +0$/)
  })
})

test('latency is shown as soon as a task is done', () => {
  const latencyMs = { ...status.latencyMs, p50: 1.5, p99: 20 }
  const done = { ...status, done: 1, latencyMs, recentP99Ms: 30 }
  expect(plainLines({ DC1: done }, 1000)).toEqual([
    '  1 s DC1 busy 0/5, waiting 0, 0.0 tasks/s, p50 1.50 ms, p99 20.0 ms, now 30.0 ms, lost 0',
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

describe('in the live view', () => {
  const busy = { ...status, done: 9, recentP99Ms: 30 }
  const plain = new Chalk({ level: 0 })
  const chalk = new Chalk({ level: 1 })
  const rowOf = (more: object) => view({ DC1: { ...busy, ...more } }, { ...options, chalk })[3]

  test.each([
    ['calm', { busy: 3 }, chalk.green('3/5')],
    ['warm', { busy: 4 }, chalk.yellow('4/5')],
    ['hot', { busy: 5 }, chalk.red('5/5')],
    ['lossy', { lost: 7 }, chalk.red('7')],
    ['backed up', { waiting: 12 }, chalk.yellow('12')],
    ['dead', { ended: 'was killed' }, chalk.red('DC1      was killed')],
  ])('a cluster that is %s has its colour', (_, more, cell) => {
    expect(rowOf(more)).toContain(cell)
  })

  test('a silent peer is red, and dim if it is known to have ended', () => {
    const peer = { capacity: 0, ageMs: null, outstanding: 0, delegated: 2, served: 1 }
    const clusters = { DC1: { ...busy, peers: { DC2: peer } }, DC2: { ...busy, peers: {} } }
    const text = (of: typeof clusters) => view(of, { ...options, chalk }).join('\n')
    expect(text(clusters)).toContain(chalk.red('→2 ←1 silent'))
    const ended = { ...clusters, DC2: { ...clusters.DC2, ended: 'was killed' } }
    expect(text(ended)).toContain(chalk.dim('→2 ←1 silent'))
  })

  test.each([60, 80, 200])(
    'no line is longer than %i columns, whatever there is to say',
    columns => {
      const names = ['DC1', 'DC2', 'a-cluster-with-a-long-name']
      const peer = { capacity: 12, ageMs: 1200, outstanding: 3, delegated: 12345, served: 6789 }
      const peers = Object.fromEntries(names.map(name => [name, peer]))
      const many = { ...busy, done: 1_234_567, waiting: 12_345, lost: 1234, peers }
      const clusters = Object.fromEntries(names.map(name => [name, many]))
      const events = ['x'.repeat(300)]
      for (const showsLegend of [false, true]) {
        const settings = { ...options, columns, events, showsLegend, hasKeys: true, chalk: plain }
        const lines = view(clusters, settings)
        expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(columns)
        expect(lines.join('\n')).toContain('p99 now')
      }
    },
  )

  test('events stay, as many as there is room for', () => {
    const events = Array.from({ length: 100 }, (_, index) => `event ${index}`)
    const lines = view({ DC1: busy }, { ...options, rows: 30, events, chalk: plain })
    expect(lines).toHaveLength(30)
    expect(lines.at(-1)).toBe('event 99')
    expect(lines.filter(line => line.startsWith('event'))).toHaveLength(25)
  })

  test('the legend is shown if it is asked for, and fits a narrow terminal', () => {
    const shown = view(
      { DC1: busy },
      { ...options, showsLegend: true, hasKeys: true, chalk: plain },
    )
    expect(shown[0]).toContain('? explains')
    expect(shown).toEqual(expect.arrayContaining([...LEGEND]))
    expect(Math.max(...LEGEND.map(({ length }) => length))).toBeLessThanOrEqual(60)
  })
})
