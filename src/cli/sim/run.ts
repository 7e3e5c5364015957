/** The command `peering sim <scenario>`: a scenario file in virtual time. */

import { basename, resolve } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { Millis } from '../../base/time.js'
import { summaryOfSeeds } from '../../report/seeds.js'
import type { Summary } from '../../report/summary.js'
import { UsageError } from '../../scenario/usage-error.js'
import type { SimCloud } from '../../sim/cloud.js'
import { simulate } from '../../sim/simulate.js'
import { option, seedCountOf, seedOf } from '../options.js'
import type { Output } from '../output/output.js'
import { outputOf } from '../output/outputs.js'
import { reportWriter } from '../report-files.js'
import { planOf } from '../scenario-argument.js'
import { openTrace } from '../trace-file.js'

export interface SimArguments {
  readonly scenario: string
  readonly seed?: unknown
  readonly seeds?: unknown
  readonly out?: unknown
  readonly trace?: unknown
  readonly json?: unknown
  readonly quiet?: unknown
}

/** How often people are shown how far it is, in ms of real time. */
const SHOW_EVERY_MS = 500

export async function runSim(argv: SimArguments): Promise<number> {
  const plan = planOf(argv.scenario, { seed: seedOf(argv) })
  const seeds = seedCountOf(argv)
  const tracePath = tracePathOf(argv, seeds)
  const write = reportWriter(argv.out)
  const trace = tracePath === undefined ? undefined : openTrace(tracePath)
  const [isJson, isQuiet] = [argv.json === true, argv.quiet === true]
  const title = `sim ${basename(argv.scenario)}`
  const output = await outputOf(title, { isJson, isQuiet, forMs: plan.durationMs })
  let isInterrupted = false
  const interrupt = () => {
    isInterrupted = true
  }
  // Not once: the screen, which restores the cursor, kills where it finds nobody else listening.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, interrupt)
  process.stdout.on('error', interrupt)
  const show = shower(output, plan.durationMs)
  const onStep = async (cloud: SimCloud) => {
    await show(cloud)
    return !isInterrupted
  }
  // Only a report has the ways of the slowest tasks, and to remember them takes time.
  const keepsWays = argv.out !== undefined
  const { report, ...first } = await simulate(plan, { onStep, trace: trace?.write, keepsWays })
  trace?.close()
  const others: Summary[] = []
  for (let index = 1; index < seeds && !isInterrupted; index++) {
    others.push((await simulate({ ...plan, seed: plan.seed + index }, { onStep })).summary)
  }
  const summary = seeds === 1 ? first.summary : summaryOfSeeds([first.summary, ...others])
  write({ ...report, ...summary })
  output.summary(summary)
  return summary.exitCode
}

/** @throws UsageError where it could not be told what is in that file. */
function tracePathOf(argv: SimArguments, seeds: number): string | undefined {
  const path = option(argv, 'trace', String)
  if (path === undefined) return undefined
  if (seeds > 1) throw new UsageError(`--trace: a trace is of one seed, and --seeds says ${seeds}`)
  const others = [argv.out].flat().map(out => resolve(String(out)))
  if (others.includes(resolve(path))) {
    throw new UsageError(`--out and --trace name the same file, ${path}: give each its own`)
  }
  return path
}

/** Shows how the clusters stand from time to time, and lets signals be heard. */
function shower(output: Output, endMs: Millis): (cloud: SimCloud) => Promise<void> {
  let shownAt = performance.now()
  return async cloud => {
    if (performance.now() - shownAt < SHOW_EVERY_MS) return
    shownAt = performance.now()
    // Liveness is judged beyond the end: nothing is to be shown of that.
    if (cloud.clock.now <= endMs) {
      const rows = cloud.record.clusters.map(record => [record.name, record.status()] as const)
      output.status(Object.fromEntries(rows), cloud.clock.now)
    }
    await setImmediate()
  }
}
