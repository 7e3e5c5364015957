/** What people read: the page and the table of rows say what the count says, and the JSON does. */

import { beforeAll, describe, expect, test } from 'vitest'
import { csvText } from '../../src/report/csv.js'
import { htmlText } from '../../src/report/html/page.js'
import { agesIn, countsOf, doneIn, rankOf, sorted, sum } from './figures.js'
import type { Happenings } from './happenings.js'
import { readFigure, tableIn, tilesIn } from './page.js'
import { smallPlans } from './plans.js'
import { type Counted, counted } from './run.js'

const PLANS = smallPlans().filter(([name]) =>
  /^(warmup|too few|fault: kill$|fault: loss)/.test(name),
)

/** Of those whose tasks a line is about; a number, or the times that it is a percentile of. */
function figuresOf({ told }: Counted, group: readonly Happenings[]) {
  const { measured, plan } = told
  const counts = countsOf(group, measured)
  const done = doneIn(group, measured)
  const early =
    plan.warmupMs > 0 ? sum(group.map(({ inFlight }) => inFlight.before(plan.warmupMs))) : 0
  const cloud = done.filter(({ isLocal }) => !isLocal)
  const latencies = sorted(done.map(({ latencyMs }) => latencyMs))
  const ages = sorted(agesIn(group, measured))
  const at = (percent: number) => (done.length > 0 ? rankOf(percent, latencies) : undefined)
  return {
    workers: sum(group.map(({ cluster }) => plan.clusters[cluster]?.workers ?? 0)),
    sent: counts.sent + early,
    done: done.length,
    lost: counts.lost,
    'sent again': counts.retried,
    overcommit: counts.overcommit,
    p50: at(50),
    p90: at(90),
    p95: at(95),
    p99: at(99),
    'by peers': done.length > 0 ? cloud.length / done.length : undefined,
    'age of state': ages.length > 0 ? rankOf(50, ages) : undefined,
  }
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
})
