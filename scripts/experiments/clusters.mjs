/** Three to a hundred clusters: what state costs, and what a super-broker would change. */

import { aroundSuperBroker, SUPER, withSuperBrokers } from '../../dist/lessons/super-broker.js'
import { cloudShare, mean, planOf, runs, table, tasksPerSecond, wait } from './lab.mjs'

/** The more clusters, the less chance there is in a second, and the more work in it. */
const SIZES = [
  { size: 3, seeds: 5, measuredMs: 30_000 },
  { size: 10, seeds: 5, measuredMs: 10_000 },
  { size: 30, seeds: 3, measuredMs: 4000 },
  { size: 100, seeds: 1, measuredMs: 2000 },
]

export async function clusters() {
  const plan = planOf('clusters')
  const lines = []
  for (const stateIntervalMs of [5, 100]) {
    const rows = []
    for (const { size, seeds, measuredMs } of SIZES) {
      const grown = grow(plan, { size, measuredMs }, { stateIntervalMs })
      rows.push(await peeringRow(grown, size, seeds), await superRow(grown, size, seeds))
    }
    const head = [
      'clusters',
      '',
      'told by each',
      'state messages a second',
      'for each task',
      'delegated',
      'mean wait',
    ]
    lines.push(`State told each ${stateIntervalMs} ms`, '', ...table([head, ...rows]), '')
  }
  return lines.slice(0, -1)
}

/** The plan with so many clusters, each like its first. */
function grow(plan, { size, measuredMs }, changes) {
  const names = Array.from({ length: size }, (_, index) => `DC${index + 1}`)
  const durationMs = plan.warmupMs + measuredMs
  const load = { ...plan.loads[0], untilMs: durationMs }
  const cluster = { ...plan.clusters.DC1, ...changes }
  const others = name => names.filter(other => other !== name)
  return {
    ...plan,
    durationMs,
    clusters: Object.fromEntries(names.map(name => [name, { ...cluster, peers: others(name) }])),
    loads: names.map(at => ({ ...load, at })),
  }
}

async function peeringRow(plan, size, seeds) {
  const all = await runs(plan, { seeds })
  const told = run => run.perSecond('told')
  return [size, 'peering', ...cells(all, size, told, run => told(run) * (size - 1))]
}

/** Brokers tell the super-broker, and it tells all of them. */
async function superRow(plan, size, seeds) {
  const around = { ...plan, clusters: aroundSuperBroker(plan.clusters) }
  const all = await runs(around, { seeds, newBroker: withSuperBrokers, mayBreak: true })
  const ofSuper = run => run.perSecond('told', SUPER)
  const told = run => run.perSecond('told') - ofSuper(run)
  return [size, 'super-broker', ...cells(all, size, told, run => told(run) + ofSuper(run) * size)]
}

function cells(all, size, told, messages) {
  return [
    mean(all, run => told(run) / size, 'rate'),
    mean(all, messages, 'count'),
    mean(all, run => messages(run) / tasksPerSecond(run), 'count'),
    mean(all, cloudShare, 'share'),
    mean(all, wait, 'time'),
  ]
}
