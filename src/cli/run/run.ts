/** The command `peering run <scenario>`: a scenario on real processes and sockets. */

import { setFlagsFromString } from 'node:v8'
import type { RunListener } from '../../live/run-scenario.js'
import { summaryOf } from '../../report/report.js'
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

export async function runRun(argv: ScenarioArguments): Promise<number> {
  if (argv.list === true) return listScenarios()
  const named = scenarioNamed(argv, 'run')
  seedsOf(argv, 'live')
  // Nothing here is in the way of a message: V8 may collect old objects early rather than late.
  setFlagsFromString('--optimize-for-size')
  const { plan, scenario, files } = await planOf(named, argv)
  const provenance = provenanceOf(argv, { scenario, files })
  const write = reportWriter(argv.out)
  const trace = traceOf(argv)
  const title = `run ${nameOf(named)}`
  const output = await outputOf(title, { ...tellingOf(argv), forMs: plan.durationMs })
  const abort = new AbortController()
  const end = () => abort.abort()
  onEndSignal(end)
  process.stdout.on('error', end)
  const { signal } = abort
  const traced = { signal, trace: trace?.write }
  const options = { mode: 'live', ...traced, ...listenerOf(output) } as const
  const { report: measured, crash } = await reportOrBroken(plan, 'live', () => {
    return runScenario(plan, options)
  })
  const report = { ...measured, ...provenance }
  // First: a disk that is full by now is not to cost the summary as well.
  output.summary(summaryOf(report))
  write(report)
  trace?.close()
  if (crash !== undefined) throw crash
  return report.exitCode
}

function listenerOf(output: Output): RunListener {
  return {
    onPreparing: plans => output.preparing(plans),
    onReady: () => output.ready(),
    onLook: look => output.status(look.clusters(), look.atMs, look.progress()),
    onEvent: (cluster, event, t) => output.event(cluster, event, t),
    onFault: (words, at) => output.fault(words, at),
    onFailure: (cluster, reason, t) => output.died(cluster, reason, t),
  }
}
