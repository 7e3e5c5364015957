/** The eight policies as what brokers know gets older. */

import { POLICY_NAMES } from '../../dist/broker/policy.js'
import { intervalOf } from '../../dist/theory/confidence.js'
import { mean, planOf, runs, table, wait, withClusters } from './lab.mjs'

const SERVICE_MS = 50
/** How often changes are told, in service times. */
const INTERVALS = [0, 1, 2, 5, 20]

export async function policies() {
  const lenders = POLICY_NAMES.filter(policy => policy !== 'local-only')
  const even = await runsOf(planOf('policies-even'), lenders)
  const [alone] = await runsOf(planOf('policies-even'), ['local-only'], [0])
  const askers = await runsOf(planOf('policies-askers'), lenders)
  return [
    'Six clusters with the same load: mean wait, in service times',
    '',
    ...tableOf(even, waits),
    `| \`local-only\` |${INTERVALS.map(() => ` ${waits(alone.cells[0])} |`).join('')}`,
    '',
    'The same: tasks that found no ready worker, of those delegated',
    '',
    ...tableOf(even, overcommitted),
    '',
    'Six clusters that ask, six that lend: mean wait, in service times',
    '',
    ...tableOf(askers, waits),
  ]
}

async function runsOf(plan, names, intervals = INTERVALS) {
  const rows = []
  for (const policy of names) {
    const cells = []
    for (const interval of intervals) {
      const changes = { policy, stateIntervalMs: interval * SERVICE_MS }
      cells.push(await runs(withClusters(plan, changes)))
    }
    rows.push({ policy, cells })
  }
  return rows
}

function tableOf(rows, figure) {
  const head = ['state told each', ...INTERVALS.map(String)]
  return table([head, ...rows.map(({ policy, cells }) => [`\`${policy}\``, ...cells.map(figure)])])
}

function waits(all) {
  const { mean: centre, half } = intervalOf(all.map(run => wait(run) / SERVICE_MS))
  const digits = centre < 10 ? 2 : 0
  return `${centre.toFixed(digits)} ± ${half.toFixed(digits)}`
}

const overcommitted = all => mean(all, ({ total }) => total.overcommit / total.cloud, 'share')
