/** A flash crowd in one cluster: who gains by lending, who pays, and two results compared. */

import { compareLines } from '../../dist/cli/compare/text.js'
import { compare } from '../../dist/report/compare.js'
import { readResult } from '../../dist/report/result-file.js'
import { summaryOfSeeds } from '../../dist/report/seeds.js'
import { mean, p99, planOf, runs, table, wait, withClusters } from './lab.mjs'

const POLICIES = ['local-only', 'guide', 'random', 'weighted', 'least-outstanding']
const SEEDS = 10

export async function flashCrowd() {
  const plan = planOf('flash-crowd')
  const rows = []
  for (const policy of POLICIES) {
    const all = await runs(withClusters(plan, { policy }), { seeds: SEEDS })
    const of = (name, figure) =>
      mean(
        all.map(({ clusters }) => ({ total: clusters[name] })),
        figure,
        'time',
      )
    rows.push([`\`${policy}\``, of('DC1', wait), of('DC1', p99), of('DC2', wait), of('DC2', p99)])
  }
  const head = ['', 'DC1 mean wait', 'DC1 p99', 'DC2 mean wait', 'DC2 p99']
  const alone = await resultOf('flash-crowd-alone')
  const lending = await resultOf('flash-crowd')
  const compared = compareLines(compare(alone, lending))
  return [...table([head, ...rows]), '', '```', ...compared, '```']
}

/** What the program would have read from the file that `--seeds 10 --out` writes. */
async function resultOf(name) {
  const summary = summaryOfSeeds(await runs(planOf(name), { seeds: SEEDS }))
  return readResult(JSON.stringify(summary), `${name}.json`)
}
