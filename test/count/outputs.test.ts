/** What people read: the page and the table of rows say what the count says, and the JSON does. */

import { beforeAll, describe, expect, test } from 'vitest'
import { csvText } from '../../src/report/csv.js'
import { htmlText } from '../../src/report/html/page.js'
import type { Provenance } from '../../src/report/provenance.js'
import { agesIn, countsOf, doneIn, rankOf, sorted, sum } from './figures.js'
import type { Happenings } from './happenings.js'
import { readFigure, tableIn, tilesIn } from './page.js'
import { smallPlans } from './plans.js'
import { costOf, recoveryOf } from './recovery.js'
import { type Counted, counted } from './run.js'

const PLANS = smallPlans().filter(([name]) =>
  /^(warmup|too few|fault: (kill$|loss|one while))/.test(name),
)

/** Of those whose tasks a line is about; a number, or the times that it is a percentile of. */
function figuresOf({ told }: Counted, group: readonly Happenings[]) {
  const { measured, plan } = told
  const counts = countsOf(group, measured)
  const done = doneIn(group, measured)
  const early =
    plan.warmupMs > 0 ? sum(group.map(({ inFlight }) => inFlight.before(plan.warmupMs))) : 0
  const cloud = done.filter(({ isLocal }) => !isLocal)
  const latencies = spreadOf(done.map(({ latencyMs }) => latencyMs))
  const uncorrected = spreadOf(done.map(({ uncorrectedMs }) => uncorrectedMs))
  const ages = sorted(agesIn(group, measured))
  const { from, until } = measured
  const there = sum(group.map(({ workers }) => workers.area(from, until)))
  const busy = sum(group.map(each => each.busy.area(from, until))) / there
  return {
    workers: sum(group.map(({ cluster }) => plan.clusters[cluster]?.workers ?? 0)),
    sent: counts.sent + early,
    done: done.length,
    lost: counts.lost,
    'sent again': counts.retried,
    overcommit: counts.overcommit,
    ...latencies,
    'p99 uncorrected': uncorrected.p99,
    busy,
    'workers busy': busy,
    'a second': (1000 * done.length) / (until - from),
    'by peers': done.length > 0 ? cloud.length / done.length : undefined,
    'age of state': ages.length > 0 ? rankOf(50, ages) : undefined,
  }
}

/** The columns of a table of times. */
function spreadOf(values: readonly number[]): Readonly<Record<string, number | undefined>> {
  const ascending = sorted(values)
  const at = (percent: number) => (values.length > 0 ? rankOf(percent, ascending) : undefined)
  const mean = values.length > 0 ? sum(values) / values.length : undefined
  const low = { p50: at(50), p75: at(75), p90: at(90), p95: at(95) }
  return { mean, ...low, p99: at(99), 'p99.9': at(99.9), max: at(100) }
}

const PROVENANCE: Provenance = {
  date: '2026-01-02T03:04:05.006Z',
  peering: '1.0.0',
  node: '20.0.0',
  machine: { os: 'Linux', arch: 'x64', cpu: 'a "fast", small one', cpus: 2, memoryBytes: 1e9 },
  options: ['--scale 0.1'],
  scenario: { file: 'a.yaml', sha256: 'abc', text: 'version: 1\n' },
  files: [],
}

/** What is printed is what was counted, up to its last digit and the precision of percentiles. */
function expectFigure(where: string, text: string, count: number | undefined): void {
  const printed = readFigure(text)
  if (count === undefined || !printed) {
    expect(text, where).toBe('–')
    return
  }
  const within = printed.within + 0.001 * count + 1e-9
  expect(
    Math.abs(printed.value - count),
    `${where}: ${text}, counted ${count}`,
  ).toBeLessThanOrEqual(Number.isInteger(count) && !/[.s%]/.test(text) ? 0 : within)
}

describe.each(PLANS)('the outputs of %s', (_, plan) => {
  let run: Counted

  beforeAll(async () => {
    run = await counted(plan, 0)
  })

  test('the table of rows has the rows of the series', () => {
    const [head = '', ...lines] = csvText(run.report).trimEnd().split('\r\n')
    const names = head.split(',')
    const rows = run.report.series.flatMap(({ t, total, clusters }) =>
      [['*', total] as const, ...Object.entries(clusters)].map(([cluster, row]) =>
        names.map(name => String({ t, cluster, ...row }[name as 'done'] ?? '')).join(),
      ),
    )
    expect(lines).toEqual(rows)
    expect(names).toEqual(['t', 'cluster', ...Object.keys(run.report.series[0]?.total ?? {})])
  })

  test('where the rows come from is in one column more, of the first row', () => {
    const without = csvText(run.report).trimEnd().split('\r\n')
    const [head = '', first = '', ...lines] = csvText({ ...run.report, provenance: PROVENANCE })
      .trimEnd()
      .split('\r\n')
    expect([head, ...lines]).toEqual([
      `${without[0]},provenance`,
      ...without.slice(2).map(line => `${line},`),
    ])
    const [, row, quoted = ''] = first.match(/^([^"]*),"(.*)"$/) ?? []
    expect(row).toBe(without[1])
    const { scenario, ...rest } = PROVENANCE
    expect(JSON.parse(quoted.replaceAll('""', '"'))).toEqual({
      ...rest,
      scenario: { file: scenario?.file, sha256: scenario?.sha256 },
    })
  })

  test("the page's headline is as counted", () => {
    const tiles = tilesIn(htmlText(run.report))
    const figures = figuresOf(run, [...run.told.story.values()])
    const shares = { 'spill-over': figures['by peers'] }
    for (const [name, count] of Object.entries({ ...figures, ...shares })) {
      const tile = tiles[name]
      if (tile !== undefined) expectFigure(name, tile, count)
    }
    expect(Object.keys(tiles)).toEqual(
      expect.arrayContaining(['sent', 'done', 'lost', 'p50', 'p99']),
    )
  })

  test("the page's clusters are as counted", () => {
    const { rows } = tableIn(htmlText(run.report), 'Clusters')
    const { story } = run.told
    expect(rows.map(row => row[''])).toEqual([...story.keys(), 'all'])
    for (const row of rows) {
      const each = story.get(row[''] ?? '')
      const figures = figuresOf(run, each ? [each] : [...story.values()])
      for (const [name, count] of Object.entries(figures)) {
        const cell = row[name]
        if (cell !== undefined) expectFigure(`${row['']} ${name}`, cell, count)
      }
      expect(Object.keys(row)).toEqual(expect.arrayContaining(['workers', 'sent', 'done', 'p99']))
    }
  })

  test('the page says who worked for whom', () => {
    const { rows } = tableIn(htmlText(run.report), 'Who worked for whom')
    for (const row of rows) {
      const done = doneIn([...run.told.story.values()], run.told.measured)
      for (const [doer, cell] of Object.entries(row).filter(([name]) => name !== '')) {
        const count = done.filter(({ origin, by }) => origin === row[''] && by === doer).length
        expectFigure(`${row['']} by ${doer}`, cell, count === 0 ? undefined : count)
      }
    }
    expect(rows.length).toBeGreaterThan(1)
  })

  test('the page has percentiles of all and by cluster: uncorrected, and by path', () => {
    const { story, measured } = run.told
    const groups = [['All clusters', [...story.values()]] as const].concat(
      [...story].map(([name, each]) => [name as 'All clusters', [each]] as const),
    )
    const expected = groups.flatMap(([name, group]) => {
      const done = doneIn(group, measured)
      const latencies = (tasks: typeof done) => tasks.map(({ latencyMs }) => latencyMs)
      return [
        [name, latencies(done)],
        ['uncorrected', done.map(({ uncorrectedMs }) => uncorrectedMs)],
        ['done at home', latencies(done.filter(({ isLocal }) => isLocal))],
        ['done by peers', latencies(done.filter(({ isLocal }) => !isLocal))],
      ] as const
    })
    const { rows } = tableIn(htmlText(run.report), 'Latency')
    expect(rows.map(row => row[''])).toEqual(expected.map(([name]) => name))
    for (const [index, { '': _, tasks = '', ...cells }] of rows.entries()) {
      const [name = '', values = []] = expected[index] ?? []
      expectFigure(`${name} tasks`, tasks, values.length)
      const spread = spreadOf(values)
      expect(Object.keys(cells)).toEqual(Object.keys(spread))
      for (const [key, cell] of Object.entries(cells)) {
        expectFigure(`${name} ${key}`, cell, spread[key])
      }
    }
  })

  test('the page says what faults cost', () => {
    const { rows } = tableIn(htmlText(run.report), 'What the faults cost')
    expect(rows).toHaveLength(plan.faults.length)
    for (const [index, fault] of plan.faults.entries()) {
      const cost = costOf(run.told, fault)
      const row = rows[index] ?? {}
      for (const [column, field] of Object.entries(COST_COLUMNS)) {
        expectFigure(column, row[column] ?? '', cost[field] ?? undefined)
      }
      const { ms, why } = recoveryOf(run.told, fault)
      if (ms === null) expect(row['recovered after']).toBe(why)
      else expectFigure('recovered after', row['recovered after'] ?? '', ms)
    }
  })
})

/** The worst stand beside what was before. */
const COST_COLUMNS: Readonly<Record<string, string>> = {
  'p90 before': 'p90BeforeMs',
  worst: 'p90WorstMs',
  'p99 before': 'p99BeforeMs',
  'worst 2': 'p99WorstMs',
  'slowest before': 'maxBeforeMs',
  since: 'maxWorstMs',
  lost: 'lost',
  'sent again': 'retried',
}
