/** The eight policies as what brokers know gets older. */

import { POLICY_NAMES } from '../../dist/broker/policy.js'
import { average } from '../../dist/theory/batch-means.js'
import { planOf, runs, table, wait, withClusters } from './lab.mjs'

const SERVICE_MS = 50
/** How often changes are told, in service times. */
const INTERVALS = [0, 0.5, 1, 2, 5, 20]
const SEEDS = 2

export async function policies() {
  const lender = POLICY_NAMES.filter(policy => policy !== 'local-only')
  return [
    'Eight clusters with the same load: mean wait, in service times',
    '',
    ...(await tableOf(planOf('policies-even'), POLICY_NAMES, waits)),
    '',
    'The same: tasks that found no ready worker, of those delegated',
    '',
    ...(await tableOf(planOf('policies-even'), lender, overcommitted, [0, 1, 5, 20])),
    '',
    'Eight clusters that ask, eight that lend: mean wait, in service times',
    '',
    ...(await tableOf(planOf('policies-askers'), lender, waits)),
  ]
}

async function tableOf(plan, names, figure, intervals = INTERVALS) {
  const rows = []
  for (const policy of names) {
    const cells = []
    for (const interval of intervals) {
      const changes = { policy, stateIntervalMs: interval * SERVICE_MS }
      cells.push(figure(await runs(withClusters(plan, changes), { seeds: SEEDS })))
    }
    rows.push([`\`${policy}\``, ...cells])
  }
  return table([['state told each', ...intervals.map(String)], ...rows])
}

function waits(all) {
  const inService = average(all.map(wait)) / SERVICE_MS
  return inService.toFixed(inService < 10 ? 2 : 0)
}

function overcommitted(all) {
  const share = average(all.map(({ total }) => total.overcommit / total.cloud))
  return `${Math.round(100 * share)} %`
}
