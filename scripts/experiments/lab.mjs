/** What experiments share: scenarios and their changes, runs over seeds, and tables in Markdown. */

import { readFileSync } from 'node:fs'
import { Broker } from '../../dist/broker/broker.js'
import { withHalf } from '../../dist/report/figure-text.js'
import { readScenario } from '../../dist/scenario/scenario.js'
import { simulate } from '../../dist/sim/simulate.js'
import { average } from '../../dist/theory/batch-means.js'
import { intervalOf } from '../../dist/theory/confidence.js'

/** Where nothing moved for so long, the end of a run is not waited for any longer. */
const PATIENCE_MS = 15_000

/** The plan of a file of scenarios/experiments/. */
export function planOf(name) {
  const file = new URL(`../../scenarios/experiments/${name}.yaml`, import.meta.url)
  return readScenario(readFileSync(file, 'utf8'), `${name}.yaml`)
}

/** The plan with the same changes to each of its clusters. */
export function withClusters(plan, changes) {
  const clusters = Object.entries(plan.clusters).map(([name, cluster]) => [
    name,
    { ...cluster, ...changes },
  ])
  return { ...plan, clusters: Object.fromEntries(clusters) }
}

/** The plan with the same changes to each of its loads. */
export function withLoads(plan, changes) {
  return { ...plan, loads: plan.loads.map(load => ({ ...load, ...changes })) }
}

/** The real broker, as the seam of the simulator wants it. */
export const realBroker = (options, ports) => new Broker(options, ports)

/**
 * Runs the plan with its own seed and those that follow.
 *
 * @param mayBreak whether the broker is one that is known not to keep all invariants.
 * @returns for each seed its summary, and `perSecond`: how often brokers, or one, noted a fact.
 */
export async function runs(plan, { seeds = 5, newBroker = realBroker, mayBreak = false } = {}) {
  const done = []
  for (let index = 0; index < seeds; index++) {
    const run = await runOnce({ ...plan, seed: plan.seed + index }, newBroker)
    if (run.exitCode === 3 && !mayBreak) {
      throw new Error(`${plan.name}, seed ${run.seed}: an invariant is broken`)
    }
    done.push(run)
  }
  return done
}

async function runOnce(plan, newBroker) {
  const facts = {}
  const counted = (options, ports) =>
    newBroker(options, {
      ...ports,
      note(fact, about, value) {
        for (const key of [fact, `${options.self} ${fact}`]) facts[key] = (facts[key] ?? 0) + 1
        ports.note(fact, about, value)
      },
    })
  // Looked at each second from the first on: what comes before, or to judge the end, is not counted.
  const looks = []
  const onStep = ({ clock: { now } }) => {
    if (now > plan.warmupMs && now <= plan.durationMs) looks.push({ ...facts })
    return true
  }
  const { summary } = await simulate(plan, { newBroker: counted, onStep, patienceMs: PATIENCE_MS })
  const perSecond = (fact, at) => {
    const key = at === undefined ? fact : `${at} ${fact}`
    return ((looks.at(-1)[key] ?? 0) - (looks[0][key] ?? 0)) / (looks.length - 1)
  }
  return { ...summary, perSecond }
}

/** The mean over the seeds of what `of` says of each run, with its 95 % interval. */
export function mean(all, of, unit) {
  const values = all.map(of)
  return withHalf(average(values), intervalOf(values)?.half ?? null, unit)
}

/** The sum over all seeds. */
export function sum(all, of) {
  return all.reduce((total, run) => total + of(run), 0).toLocaleString('en')
}

export const wait = ({ total }) => total.waitMs.mean ?? 0
export const p99 = ({ total }) => total.latencyMs.p99
export const tasksPerSecond = ({ total, durationMs }) => (1000 * total.done) / durationMs
export const cloudShare = ({ total }) => total.cloud / total.done

/** Rows of cells as a table in Markdown; the first is its head. */
export function table([head, ...rows]) {
  const line = cells => `| ${cells.join(' | ')} |`
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)]
}
