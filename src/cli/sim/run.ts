/** The command `peering sim <scenario>`: a scenario file in virtual time. */

import { basename, resolve } from 'node:path'
import type { Look } from '../../report/look.js'
import { summaryOf } from '../../report/report.js'
import { summaryOfSeeds } from '../../report/seeds.js'
import type { Summary } from '../../report/summary.js'
import { runScenario } from '../../run/run-scenario.js'
import { UsageError } from '../../scenario/usage-error.js'
import { option, seedCountOf, seedOf } from '../options.js'
import type { Output } from '../output/output.js'
import { outputOf } from '../output/outputs.js'
import { policyOf } from '../policy-argument.js'
import { reportWriter } from '../report-files.js'
import { planOf } from '../scenario-argument.js'
import { onEndSignal } from '../signals.js'
import { openTrace } from '../trace-file.js'

export interface SimArguments {
  readonly scenario: string
  readonly seed?: unknown
  readonly policy?: unknown
  readonly seeds?: unknown
  readonly out?: unknown
  readonly trace?: unknown
  readonly json?: unknown
  readonly quiet?: unknown
}

/** How often people are shown how far it is, in ms of real time. */
const SHOW_EVERY_MS = 500

export async function runSim(argv: SimArguments): Promise<number> {
  const plan = planOf(argv.scenario, { seed: seedOf(argv), policy: policyOf(argv) })
  const seeds = seedCountOf(argv)
  const tracePath = tracePathOf(argv, seeds)
  const write = reportWriter(argv.out)
  const trace = tracePath === undefined ? undefined : openTrace(tracePath)
  const [isJson, isQuiet] = [argv.json === true, argv.quiet === true]
  const title = `sim ${basename(argv.scenario)}`
  const output = await outputOf(title, { isJson, isQuiet, forMs: plan.durationMs })
  const abort = new AbortController()
  const { signal } = abort
  const end = () => abort.abort()
  onEndSignal(end)
  process.stdout.on('error', end)
  const options = { mode: 'sim', signal, onLook: shower(output) } as const
  // Only a report has the ways of the slowest tasks, and to remember them takes time.
  const keepsDetail = argv.out !== undefined
  const report = await runScenario(plan, { ...options, trace: trace?.write, keepsDetail }).finally(
    // Also if a policy fails: how it came to that is in the trace.
    () => trace?.close(),
  )
  const first = summaryOf(report)
  const others: Summary[] = []
  for (let index = 1; index < seeds && !signal.aborted; index++) {
    const seed = plan.seed + index
    const other = await runScenario({ ...plan, seed }, { ...options, keepsDetail: false })
    others.push(summaryOf(other))
  }
  const summary = seeds === 1 ? first : summaryOfSeeds([first, ...others])
  // First: a disk that is full by now is not to cost the summary as well.
  output.summary(summary)
  write({ ...report, ...summary })
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

/** Shows how the clusters stand from time to time. */
function shower(output: Output): (look: Look) => void {
  let shownAt = performance.now()
  return look => {
    if (performance.now() - shownAt < SHOW_EVERY_MS) return
    shownAt = performance.now()
    output.status(look.clusters(), look.atMs)
  }
}
