/** The HTML report: what it says, that it escapes, and that its plots are drawn to scale. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { grouped, shortTime } from '../../src/base/format.js'
import { html } from '../../src/base/markup.js'
import { reportText } from '../../src/report/files.js'
import {
  type Axis,
  linearAxis,
  logTimeAxis,
  percentileAxis,
  timeAxis,
} from '../../src/report/html/axis.js'
import { curvesOf, rowsPerPoint } from '../../src/report/html/downsample.js'
import { plotOf } from '../../src/report/html/plot.js'
import { stepsOf } from '../../src/report/html/sequence.js'
import type { Report } from '../../src/report/report.js'
import type { Hop } from '../../src/trace/hop-log.js'
import { asLive, reportOfText, TROUBLED } from '../support/reports.js'

const report = await reportOfText(TROUBLED)
const page = reportText('html', report)

describe('the page', () => {
  test('needs nothing from elsewhere', () => {
    expect(page).not.toMatch(/\b(?:https?|ftp):|\bsrc=|@import|url\(|<link rel="(?!icon)/)
    expect(page).toContain('default-src &#39;none&#39;')
  })

  test('writes names as they are', () => {
    const name = 'a &lt;b&gt;&quot;bold&quot; &amp; &#39;odd&#39;&lt;/b&gt; name'
    expect(page).toContain(`<h1>${name}</h1>`)
    expect(page).not.toContain('<b>"bold"')
  })

  test('closes each element that it opens', () => {
    const open: string[] = []
    const body = page.replace(/<(style|script)>[\s\S]*?<\/\1>/g, '')
    for (const [, slash, name = '', rest = ''] of body.matchAll(/<(\/?)([a-z][\w]*)([^>]*)>/g)) {
      if (slash) expect(open.pop()).toBe(name)
      else if (!rest.endsWith('/') && !['meta', 'link', 'br'].includes(name)) open.push(name)
    }
    expect(open).toEqual([])
  })

  test('says the verdict, what failed and when, before anything else', () => {
    const at = (text: string) => page.indexOf(text)
    expect(page).toContain('<b>Failed</b>\n<span class="why">2 of 5 thresholds failed</span>')
    expect(at('What had to hold')).toBeLessThan(at('What the faults cost'))
    expect(at('What the faults cost')).toBeLessThan(at('Over time'))
    expect(page).toMatch(/<code>task\.latency p\(50\) &lt; 200ms<\/code>.*\d s – \d+ s/)
  })

  test('has no numbers that are none', () => {
    expect(page.replace(/<script>[\s\S]*/, '')).not.toMatch(/\b(?:NaN|undefined|null|Infinity)\b/)
  })

  test.each(['Processor', 'Memory'])('has a plot of %s where there are processes', title => {
    expect(reportText('html', asLive(report))).toContain(`<b>${title}</b>`)
    expect(page).not.toContain(`<b>${title}</b>`)
  })

  test('is whole where nothing was done', async () => {
    const idle = await reportOfText(
      'version: 1\nduration: 3s\nclusters: { DC1: { workers: 1 } }\n' +
        'load: [{ at: DC1, executor: rate, rate: 1/s, clients: 1, from: 2500ms }]\n',
    )
    const { total, series } = { ...idle, series: [] }
    expect(total.done).toBe(0)
    for (const of of [idle, { ...idle, series }]) {
      expect(reportText('html', of)).not.toMatch(/="[^"]*\b(?:NaN|undefined|Infinity)\b/)
    }
  })

  test('has a diagram of each of the slowest tasks, and a lane for each fault', () => {
    expect(page.match(/<svg class="sequence"/g)?.length).toBeGreaterThan(0)
    expect(page.match(/<figure class="task"/g)).toHaveLength(Math.min(6, report.slowest.length))
    expect(page.match(/<span class="bar"/g)).toHaveLength(report.faults?.length ?? 0)
  })
})

describe('the bar of a fault', () => {
  const barsOf = (faults: Report['faults']) => {
    const bars = reportText('html', { ...report, faults: faults ?? [] }).matchAll(
      /class="bar" style="left:([\d.]+)%;width:([\d.]+)%"/g,
    )
    return [...bars].map(([, left, width]) => [Number(left), Number(width)])
  }
  const [kill, , workers] = report.faults ?? []
  if (!kill || !workers) throw new Error('no faults')

  test('goes to the end where it is never mended, and has no length where it cannot be', () => {
    const [[from = 0, width = 0] = []] = barsOf([{ ...kill, endMs: null }])
    expect(width).toBeGreaterThan(10)
    expect(from + width).toBeCloseTo(100, 0)
    expect(barsOf([{ ...workers, endMs: workers.atMs }])).toEqual([[expect.any(Number), 0]])
  })

  test('is a band behind the plots as well', () => {
    const of = (endMs: number | null) =>
      reportText('html', { ...report, faults: [{ ...kill, endMs }] })
    const widest = (page: string) =>
      Math.max(
        ...[...page.matchAll(/class="band" x="[\d.]+" y="0" width="([\d.]+)"/g)].map(([, width]) =>
          Number(width),
        ),
      )
    expect(widest(of(null))).toBeGreaterThan(2 * widest(of(kill.endMs)))
  })
})

test('whatever is put into markup comes out as text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), text => {
      const { text: markup } = html`<p title="${text}">${text}</p>`
      const [, title, inside] = markup.match(/^<p title="([^"]*)">([^<]*)<\/p>$/) ?? []
      const back = (escaped = '') =>
        escaped
          .replaceAll('&lt;', '<')
          .replaceAll('&gt;', '>')
          .replaceAll('&quot;', '"')
          .replaceAll('&#39;', "'")
          .replaceAll('&amp;', '&')
      expect([back(title), back(inside)]).toEqual([text, text])
    }),
  )
})

describe('an axis', () => {
  const isFair = ({ ticks }: Axis) => {
    const places = ticks.map(({ place }) => place)
    expect(places.length).toBeGreaterThan(0)
    expect(places.every(place => place >= 0 && place <= 1)).toBe(true)
    expect(new Set(ticks.map(({ text }) => text)).size).toBe(ticks.length)
    expect(places).toEqual([...places].sort((a, b) => a - b))
  }
  const positive = fc.double({ min: 1e-3, max: 1e9, noNaN: true })

  test('of counts has room for the largest, and at most six steps', () => {
    fc.assert(
      fc.property(positive, max => {
        const axis = linearAxis(max)
        isFair(axis)
        expect(axis.place(max)).toBeLessThanOrEqual(1 + 1e-9)
        expect(axis.ticks.length).toBeLessThanOrEqual(6)
      }),
    )
  })

  test('of latencies has room for all, in their order', () => {
    fc.assert(
      fc.property(positive, positive, (a, b) => {
        const [min, max] = [Math.min(a, b), Math.max(a, b)]
        const axis = logTimeAxis(min, max)
        isFair(axis)
        expect(axis.place(min)).toBeLessThanOrEqual(axis.place(max))
        expect(axis.place(max)).toBeLessThanOrEqual(1)
      }),
    )
  })

  test('of time has no more steps than asked for', () => {
    const span = fc.integer({ min: 1000, max: 1e9 })
    fc.assert(
      fc.property(fc.nat(1e6), span, (from, length) => {
        const axis = timeAxis(from, from + length, 10)
        expect(axis.ticks.length).toBeLessThanOrEqual(11)
        expect([axis.place(from), axis.place(from + length)]).toEqual([0, 1])
      }),
    )
    expect(timeAxis(0, 60_000, 4).ticks.map(({ text }) => text)).toEqual([
      '0 s',
      '15 s',
      '30 s',
      '45 s',
      '1:00',
    ])
  })

  test('of percentiles has equal steps for each further nine', () => {
    const axis = percentileAxis(99.9)
    const [a, b, c] = [90, 99, 99.9].map(axis.place) as [number, number, number]
    expect(b - a).toBeCloseTo(c - b)
    expect(axis.place(100)).toBe(1)
  })
})

describe('a plot', () => {
  const xs = [0, 1, 2, 3, 4]
  const x: Axis = { place: at => at / 4, ticks: [] }
  const y: Axis = { place: value => value / 10, ticks: [] }
  const pathOf = (values: (number | null)[]) => {
    const lines = [{ name: 'l', look: 'main', values }] as const
    const { text } = plotOf({ title: 't', x, xs, y, lines, textOf: String })
    return [...text.matchAll(/<path class="line main" d="([^"]*)"/g)].at(-1)?.[1]
  }

  test('draws to scale, and leaves gaps where there is nothing', () => {
    expect(pathOf([0, 5, null, 10, 0])).toBe('M0 100L250 50M750 0L1000 100')
  })

  test('shows a value that stands alone', () => {
    expect(pathOf([null, 5, null, null, null])).toBe('M250 50h2')
  })

  test('says in words what it shows', () => {
    const lines = [
      { name: 'sent', look: 'main', values: [3, 9, 4] },
      { name: 'lost', look: 'bad', values: [null, null, null] },
    ] as const
    const { text } = plotOf({ title: 'Rate', x, xs, y, lines, textOf: value => `${value}/s` })
    const words = 'Rate. sent: from 3/s to 9/s, at the end 4/s; lost: nothing.'
    expect(text).toContain(`aria-label="${words}"`)
  })
})

describe('limits in plots', () => {
  const of = (metric: string, expr: string, more: object = {}) => {
    const span = { fromMs: 2000, untilMs: 40_000, wholeRun: true }
    return { metric, expr, value: 1, passed: true, ...span, ...more }
  }
  const plotsWith = (...thresholds: Report['thresholds']) =>
    reportText('html', { ...report, thresholds })
      .split('<figure class="plot')
      .slice(1)
      .map(plot => ({
        title: plot.match(/<b>([^<]*)<\/b>/)?.[1],
        isSmall: plot.startsWith(' small'),
        limits: [...plot.matchAll(/<path class="line limit[^"]*" d="([^"]*)"/g)].map(([, d]) => d),
        words: [...plot.matchAll(/<div class="limits"[^>]*>(.*?)<\/div>/gs)].map(([, w]) =>
          w?.replace(/<[^>]*>/g, ''),
        ),
      }))
      .filter(({ limits }) => limits.length > 0)

  test('are lines with words in the plot of their metric', () => {
    const plots = plotsWith(of('task.latency', 'p(99) < 500ms'), of('task.rate', 'min > 20/s'))
    expect(plots).toMatchObject([
      { title: 'Tasks a second', words: ['min &gt; 20/s'], isSmall: false },
      { title: 'Latency', words: ['p(99) &lt; 500ms'], isSmall: false },
    ])
    expect(plots[1]?.limits[0]).toMatch(/^M[\d.]+ ([\d.]+)(?:L[\d.]+ \1)+$/)
  })

  test('of one cluster are in its own plot, and levels of each are in all of theirs', () => {
    const own = plotsWith(of('task.latency{origin:DC2}', 'avg < 500ms'))
    expect(own).toMatchObject([{ title: 'Latency', isSmall: true }])
    const each = plotsWith(of('task.waiting', 'max < 50'))
    expect(each.map(({ isSmall }) => isSmall)).toEqual([true, true, true])
    expect(plotsWith(of('worker.busy', 'avg < 80%'))).toHaveLength(4)
  })

  test('to a part of what is drawn, and counts, have no line', () => {
    expect(plotsWith(of('task.latency{origin:DC1,path:cloud}', 'p(99) < 1s'))).toEqual([])
    expect(plotsWith(of('task.latency', 'count > 5'))).toEqual([])
    expect(plotsWith(of('fault.recovery', 'max < 5s'))).toEqual([])
  })

  test('are drawn where they were judged, and say if they failed', () => {
    const window = { fromMs: 10_000, untilMs: 20_000, wholeRun: false, passed: false }
    const [plot] = plotsWith(of('task.latency', 'p(50) < 200ms', window))
    expect(plot?.limits[0]?.split('L')).toHaveLength(10)
    expect(plot?.words).toEqual(['p(50) &lt; 200ms ✗'])
  })

  test('far above all that happened do not make it flat', () => {
    const [plot] = plotsWith(of('task.latency', 'p(99) < 10m'))
    expect(plot).toMatchObject({ limits: [''], words: ['↑ p(99) &lt; 10m'] })
  })
})

test('one table has the percentiles of all, by path and by cluster', () => {
  const table = page.match(/<table class="percentiles">.*?<\/table>/s)?.[0] ?? ''
  const rows = [...table.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/g)].map(([, cell = '']) => cell),
  )
  const heads = ['Latency', 'tasks', 'mean', 'p50', 'p75', 'p90', 'p95', 'p99', 'p99.9', 'max']
  expect(rows[0]).toEqual(heads)
  expect(rows).toHaveLength(1 + 4 * 4)
  expect(rows[1]?.slice(0, 2)).toEqual(['<b>All clusters</b>', grouped(report.total.done)])
  expect(rows[1]?.[4]).toBe(shortTime(report.total.latencyMs.p75))
  expect(rows[8]?.slice(0, 2)).toEqual(['done by peers', grouped(report.clusters.DC1?.cloud ?? 0)])
})

test('a long series is drawn with few points, and its peaks stay', () => {
  const [second] = report.series
  if (!second) throw new Error('no series')
  const series = Array.from({ length: 3000 }, (_, index) => ({
    ...second,
    t: 1000 * (index + 1),
    total: { ...second.total, sent: 10, p99: index === 1234 ? 9999 : 1 },
  }))
  const { ts, sent, p99 } = curvesOf(series, 0, ({ total }) => total)
  expect(rowsPerPoint(series)).toBe(8)
  expect(ts).toHaveLength(375)
  expect(ts.at(-1)).toBe(3_000_000)
  expect(new Set(sent)).toEqual(new Set([10]))
  expect(Math.max(...p99.map(Number))).toBe(9999)
})

describe('the steps of a task', () => {
  const stepsOfHops = (...hops: Hop[]) =>
    stepsOf({ task: 'c#1', origin: 'A', by: 'B', latencyMs: 99, answeredMs: 100, hops })
  const hop = (t: number, at: string, socket: string, dir: Hop['dir'], other: string): Hop => ({
    ...{ t, at, socket, dir },
    with: other,
  })

  test('are from its client to a worker and back', () => {
    const steps = stepsOfHops(
      hop(1, 'A', 'localfe', 'in', 'shared-socket'),
      hop(1, 'A', 'cloudbe', 'out', 'B'),
      hop(6, 'B', 'cloudfe', 'in', 'A'),
      hop(6, 'B', 'localbe', 'out', 'w'),
      hop(90, 'B', 'localbe', 'in', 'w'),
      hop(90, 'B', 'cloudfe', 'out', 'A'),
      hop(95, 'A', 'cloudbe', 'in', 'B'),
      hop(95, 'A', 'localfe', 'out', 'shared-socket'),
    )
    expect(steps).toMatchObject([
      { from: 'c', to: 'A', sentMs: undefined, arrivedMs: 1 },
      { from: 'A', to: 'B', sentMs: 1, arrivedMs: 6 },
      { from: 'B', to: 'w', sentMs: 6, arrivedMs: undefined },
      { from: 'w', to: 'B', sentMs: undefined, arrivedMs: 90 },
      { from: 'B', to: 'A', sentMs: 90, arrivedMs: 95 },
      { from: 'A', to: 'c', sentMs: 95, arrivedMs: 100 },
    ])
    expect(new Set(steps.map(({ end }) => end))).toEqual(new Set(['arrived']))
  })

  test('are in the order of cause and effect where no time passes', () => {
    const steps = stepsOfHops(
      hop(5, 'A', 'cloudbe', 'in', 'B'),
      hop(5, 'A', 'localfe', 'out', 'c'),
      hop(5, 'B', 'localbe', 'in', 'w'),
      hop(5, 'B', 'cloudfe', 'out', 'A'),
    )
    expect(steps.map(({ from, to }) => from + to)).toEqual(['wB', 'BA', 'Ac'])
  })

  test('end with the answer, and only the last reply is the answer', () => {
    const steps = stepsOfHops(
      hop(5, 'A', 'localfe', 'out', 'c'),
      hop(9, 'A', 'localfe', 'out', 'c'),
      hop(101, 'A', 'localbe', 'in', 'w'),
    )
    expect(steps.map(({ sentMs, arrivedMs }) => [sentMs, arrivedMs])).toEqual([
      [5, undefined],
      [9, 100],
    ])
  })

  test('tell of what never arrived, and of what found no way', () => {
    const steps = stepsOfHops(
      hop(4, 'A', 'cloudbe', 'out', 'B'),
      hop(5, 'A', 'cloudbe', 'back', 'B'),
      hop(6, 'A', 'cloudbe', 'out', 'C'),
    )
    expect(steps).toMatchObject([
      { to: 'B', end: 'back' },
      { to: 'C', end: 'lost' },
    ])
  })
})
