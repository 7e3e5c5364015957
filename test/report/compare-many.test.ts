/** More than two results side by side, by cluster and path, and the files that say so. */

import { describe, expect, test } from 'vitest'
import { compareLines } from '../../src/cli/compare/text.js'
import { compare } from '../../src/report/compare.js'
import { comparisonWriterOf } from '../../src/report/compare-files.js'
import { FIGURES, figureNamed, figuresBy } from '../../src/report/figures.js'
import { parseLimit } from '../../src/report/limits.js'
import { type Result, readResult } from '../../src/report/result-file.js'
import { summaryOfSeeds } from '../../src/report/seeds.js'
import type { Summary } from '../../src/report/summary.js'
import { readScenario } from '../../src/scenario/scenario.js'
import { simulate } from '../../src/sim/simulate.js'
import { BUSY } from '../support/scenarios.js'

async function resultOf(file: string, text: string, seeds: readonly number[]): Promise<Result> {
  const plan = readScenario(text, 'busy.yaml')
  const runs: Summary[] = []
  for (const seed of seeds) runs.push((await simulate({ ...plan, seed })).summary)
  const all = summaryOfSeeds(runs as [Summary, ...Summary[]])
  return readResult(JSON.stringify(runs.length > 1 ? all : runs[0]), file)
}

const SEEDS = [1, 2, 3]
const busy = await resultOf('busy.json', BUSY, SEEDS)
const alone = await resultOf('alone.json', `${BUSY}broker: { policy: local-only }\n`, SEEDS)
const short = await resultOf('a|b*<i>.json', BUSY.replace('20s', '10s'), [1, 2, 3, 4])

describe('a figure of a part', () => {
  const [run] = busy.runs
  if (!run?.clusters?.DC1) throw new Error('no clusters')
  const { DC1 } = run.clusters

  test.each([
    ['task.latency{origin:DC1} p(99)', DC1.latencyMs.p99],
    ['task.latency{path:cloud}  p(99)', run.total.cloudMs?.p99],
    ['task.latency { path:local, origin:DC1 } p(90)', DC1.localMs?.p90],
    ['task.rate{origin:DC1} avg', DC1.done / 20],
    ['task.rate{origin:DC1,path:cloud} avg', DC1.cloud / 20],
    ['task.cloud{origin:DC1} ratio', DC1.cloud / DC1.done],
    ['task.lost{origin:DC1} count', 0],
    ['task.latency{origin:DC9} avg', undefined],
  ])('is %s', (name, value) => {
    expect(figureNamed(name).of(run)).toBe(value)
  })

  test('has its name', () => {
    expect(figureNamed('task.latency{ origin:DC1 ,path:cloud }  p(99)').name).toBe(
      'task.latency{origin:DC1,path:cloud} p(99)',
    )
  })

  test.each([
    ['task.latency{orgin:DC1} avg', 'Unknown label "orgin" of task.latency avg: did you mean'],
    ['task.latency{path:clud} avg', 'Unknown path "clud": did you mean "cloud"?'],
    ['task.latency{path:cloud,path:cloud} avg', 'name the label path once'],
    ['task.overcommit{path:cloud} ratio', 'Unknown label "path" of task.overcommit ratio: it has'],
    ['task.latncy{path:cloud} avg', 'Unknown figure "task.latncy avg": did you mean'],
  ])('is not %s', (name, words) => {
    expect(() => figureNamed(name)).toThrow(words)
  })

  test('is found again by its name, for every cluster and path', () => {
    const figures = [...FIGURES, ...figuresBy(['cluster', 'path'], ['DC1', 'DC2'])]
    const names = figures.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    expect(names.map(name => figureNamed(name).name)).toEqual(names)
    expect(names).toContain('task.latency{origin:DC2,path:cloud} p(99)')
    expect(names).toContain('worker.busy{cluster:DC1} avg')
  })

  test('is told of each seed, and limits accept it', () => {
    const limit = parseLimit('task.latency{origin:DC1} avg > +1%')
    const { thresholds, figures } = compare(busy, alone, [limit], { by: ['cluster'] })
    expect(thresholds[0]).toMatchObject({ figure: limit.figure.name, verdict: 'fail' })
    const figure = figures.find(each => each.figure === limit.figure.name)
    expect(figure).toMatchObject({ distinguishable: true })
  })
})

describe('many results', () => {
  const limits = [parseLimit('task.wait avg > +10%')]
  const found = compare(busy, alone, limits, { more: [short], by: ['path'] })

  test('have a column each, and are judged each', () => {
    const lines = compareLines(found)
    expect(lines.slice(0, 3)).toEqual([
      'a: busy.json (sim busy, 3 seeds)',
      'b: alone.json (sim busy, 3 seeds)',
      'c: a|b*<i>.json (sim busy, 4 seeds)',
    ])
    expect(lines.find(line => line.includes(' b ') && line.endsWith(' c'))).toBeDefined()
    expect(lines.find(line => line.startsWith('task.cloud ratio'))).toMatch(/\(-.* points\) less/)
    expect(lines).toContainEqual(expect.stringMatching(/^FAILED: b: fail if task\.wait avg/))
    expect(lines.filter(line => /^\w+: c: fail if task\.wait avg/.test(line))).toHaveLength(1)
    expect(found).toMatchObject({ verdict: 'fail', exitCode: 99, others: [{ b: { seeds: 4 } }] })
  })

  test('that are not alike are said to be so', () => {
    expect(compareLines(found)).toContain(
      'note: a was measured for 20 s, c for 10 s: ' +
        'counts, and the highest of anything, are not alike',
    )
    const live = { ...busy, mode: 'live' } as const
    expect(compare(busy, live).notes).toEqual([
      'a was run in virtual time, b on real processes: what differs may be due to that alone',
    ])
    expect(compare(busy, { ...busy, name: 'other' }).notes).toEqual([
      'a is of the scenario busy, b of other',
    ])
    expect(compare(busy, alone).notes).toEqual([])
  })

  test('are written as JSON, Markdown and HTML', () => {
    expect(JSON.parse(comparisonWriterOf('x.json')(found))).toEqual(
      JSON.parse(JSON.stringify(found)),
    )
    const markdown = comparisonWriterOf('x.md')(found)
    expect(markdown).toContain('# fail: comparison with busy.json')
    expect(markdown).toContain('- c: a\\|b\\*\\<i\\>.json (sim busy, 4 seeds)')
    expect(markdown).toMatch(/^\| :--- \| ---: \| ---: \| ---: \|$/m)
    expect(markdown).toMatch(/^\| task\.latency\\{path:cloud\\} p\(99\) \| .* \|$/m)
    const html = comparisonWriterOf('x.html')(found)
    expect(html).toContain('<title>fail: comparison with busy.json</title>')
    expect(html).toContain('<p class="verdict failed"><b>Failed</b></p>')
    expect(html).toContain('c: a|b*&lt;i&gt;.json')
    expect(html).toContain('<th scope="row"><code>task.latency{path:local} avg</code></th>')
    expect(html).not.toMatch(/\b(?:https?):|<script|undefined|NaN/)
    expect(() => comparisonWriterOf('x.csv')).toThrow(
      'x.csv: use a file that ends in .html, .md or .json',
    )
  })
})
