/** The command `peering run <scenario>`: a scenario on real processes and sockets. */

import { setFlagsFromString } from 'node:v8'
import type { RunListener } from '../../live/run-scenario.js'
import { summaryOf } from '../../report/report.js'
import { runScenario } from '../../run/run-scenario.js'
import { parseDuration } from '../../scenario/grammar.js'
import { scalePlan } from '../../scenario/scale.js'
import { UsageError } from '../../scenario/usage-error.js'
import { reportOrBroken } from '../broken-run.js'
import { option, seedOf } from '../options.js'
import type { Output } from '../output/output.js'
import { outputOf } from '../output/outputs.js'
import { policyOf } from '../policy-argument.js'
import { reportWriter } from '../report-files.js'
import { planOf } from '../scenario-argument.js'
import { listScenarios, nameOf } from '../shipped.js'
import { onEndSignal } from '../signals.js'
import { traceOf } from '../trace-file.js'

export interface RunArguments {
  readonly scenario?: string | undefined
  readonly list?: unknown
  readonly scale?: unknown
  readonly seed?: unknown
  readonly policy?: unknown
  readonly duration?: unknown
  readonly out?: unknown
  readonly trace?: unknown
  readonly json?: unknown
  readonly quiet?: unknown
}

export async function runRun(argv: RunArguments): Promise<number> {
  if (argv.list === true) return listScenarios()
  if (argv.scenario === undefined) {
    const where = '"peering run --list" lists those that come along'
    throw new UsageError(`Name a scenario, as in "peering run guide": ${where}`)
  }
  // Nothing here is in the way of a message: V8 may collect old objects early rather than late.
  setFlagsFromString('--optimize-for-size')
  const { plan, note } = planFor(argv.scenario, argv)
  const write = reportWriter(argv.out)
  const trace = traceOf(argv)
  const [isJson, isQuiet] = [argv.json === true, argv.quiet === true]
  const title = `run ${nameOf(argv.scenario)}`
  const output = await outputOf(title, { isJson, isQuiet, forMs: plan.durationMs })
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
  const notes = [...(measured.notes ?? []), ...(note === undefined ? [] : [note])]
  const report = { ...measured, notes }
  // First: a disk that is full by now is not to cost the summary as well.
  output.summary(summaryOf(report))
  write(report)
  trace?.close()
  if (crash !== undefined) throw crash
  return report.exitCode
}

function planFor(scenario: string, argv: RunArguments): ReturnType<typeof scalePlan> {
  const plan = planOf(scenario, {
    seed: seedOf(argv),
    policy: policyOf(argv),
    durationMs: option(argv, 'duration', parseDuration),
  })
  return option(argv, 'scale', text => scalePlan(plan, Number(text))) ?? scalePlan(plan, 1)
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
