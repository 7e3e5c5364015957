/** The command `peering sim <scenario>`: a scenario file in virtual time. */

import { summaryOf } from '../../report/report.js'
import type { RunSnapshot } from '../../report/run-snapshot.js'
import { summaryOfSeeds } from '../../report/seeds.js'
import type { Summary } from '../../report/summary.js'
import { runScenario } from '../../run/run-scenario.js'
import { reportOrBroken } from '../broken-run.js'
import type { Output } from '../output/output.js'
import { outputOf } from '../output/outputs.js'
import { provenanceOf } from '../provenance.js'
import { reportWriter } from '../report-files.js'
import { planOf } from '../scenario-argument.js'
import { type ScenarioArguments, scenarioNamed, seedsOf, tellingOf } from '../scenario-options.js'
import { listScenarios, nameOf } from '../shipped.js'
import { onEndSignal } from '../signals.js'
import { traceOf } from '../trace-file.js'

/** How often people are shown how far it is, in ms of real time. */
const SHOW_EVERY_MS = 500

export async function runSim(argv: ScenarioArguments): Promise<number> {
  if (argv.list === true) return listScenarios()
  const named = scenarioNamed(argv, 'sim')
  const seeds = seedsOf(argv, 'sim')
  const { plan, scenario, files } = await planOf(named, argv)
  const provenance = provenanceOf(argv, { scenario, files })
  const write = reportWriter(argv.out)
  const trace = traceOf(argv)
  const title = `sim ${nameOf(named)}`
  const output = await outputOf(title, { ...tellingOf(argv), forMs: plan.durationMs })
  const abort = new AbortController()
  const { signal } = abort
  const end = () => abort.abort()
  onEndSignal(end)
  process.stdout.on('error', end)
  const options = { mode: 'sim', signal, onLook: shower(output) } as const
  // Only a report has the ways of the slowest tasks, and to remember them takes time.
  const keepsDetail = argv.out !== undefined
  const traced = { ...options, trace: trace?.write, keepsDetail }
  const first = await reportOrBroken(plan, 'sim', () => runScenario(plan, traced)).catch(error => {
    // If a policy fails: how it came to that is in the trace.
    trace?.close()
    throw error
  })
  const runs: [Summary, ...Summary[]] = [summaryOf(first.report)]
  let { crash } = first
  for (let index = 1; index < seeds && !signal.aborted && crash === undefined; index++) {
    const other = { ...plan, seed: plan.seed + index }
    const run = () => runScenario(other, { ...options, keepsDetail: false })
    const next = await reportOrBroken(other, 'sim', run)
    crash = next.crash
    runs.push(summaryOf(next.report))
  }
  const measured = seeds === 1 ? runs[0] : summaryOfSeeds(runs, seeds)
  const summary = { ...measured, ...provenance }
  // First: a disk that is full by now is not to cost the summary as well.
  output.summary(summary)
  write({ ...first.report, ...summary })
  trace?.close()
  if (crash !== undefined) throw crash
  return summary.exitCode
}

/** Shows how the clusters stand from time to time. */
function shower(output: Output): (look: RunSnapshot) => void {
  let shownAt = performance.now()
  return look => {
    if (performance.now() - shownAt < SHOW_EVERY_MS) return
    shownAt = performance.now()
    output.status(look.clusters(), look.atMs)
  }
}
