/** The count finds what is wrong: a report with one figure off by one, or by 1 %, is refused. */

import { expect, test } from 'vitest'
import type { Report } from '../../src/report/report.js'
import { differences } from './compare.js'
import { smallPlan } from './plans.js'
import { counted } from './run.js'

type Path = readonly (string | number)[]

/** What the run was, and not what came of it. */
const NO_FIGURES = new RegExp(
  '^(version|seed|exitCode|provenance|seeds)\\b|hops|' +
    'theory.*(exact|atLeast|neededMs|standardErrors|agrees)',
)

const PLANS = ['what theory expects', 'fault: kill', 'fault: loss', 'warmup']

test.each(PLANS)('every figure of %s that is wrong is found', async name => {
  const { report, told } = await counted(smallPlan(name), 40)
  const before = new Set(differences(report, told))
  const missed = pathsOf(report)
    .filter(path => !NO_FIGURES.test(path.join('.')))
    .filter(path => differences(wrongAt(report, path), told).every(line => before.has(line)))
  expect(missed.map(path => path.join('.'))).toEqual([])
})

/** Of each kind of figure, one that is not nothing if there is one. */
function pathsOf(report: Report): Path[] {
  const paths = new Map<string, Path>()
  const walk = (value: unknown, path: Path) => {
    if (typeof value === 'number' || typeof value === 'boolean') {
      const kind = path.map(step => (typeof step === 'number' ? '#' : step)).join('.')
      if (!paths.has(kind) || value !== 0) paths.set(kind, path)
    } else if (Array.isArray(value)) {
      for (const [index, each] of value.entries()) walk(each, [...path, index])
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, each] of Object.entries(value)) walk(each, [...path, key])
    }
  }
  walk(report, [])
  return [...paths.values()]
}

function wrongAt(report: Report, path: Path): Report {
  const copy = structuredClone(report)
  const last = path.at(-1) as string
  const holder = path
    .slice(0, -1)
    .reduce<never>((value, step) => value[step] as never, copy as never)
  Object.assign(holder, { [last]: wrong(holder[last]) })
  return copy
}

function wrong(value: number | boolean): number | boolean {
  if (typeof value === 'boolean') return !value
  // What is written with three digits can be off by half of the last.
  return Number.isInteger(value) ? value + 1 : value + Math.max(0.01 * value, 0.001)
}
