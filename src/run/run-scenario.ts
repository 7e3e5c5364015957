/** A whole scenario for scripts, and for the commands `run` and `sim`: from a plan to a report. */

import { setImmediate } from 'node:timers/promises'
import type { Millis } from '../base/time.js'
import { TimerQueue } from '../base/timer-queue.js'
import type { RunListener } from '../live/run-scenario.js'
import { newBroker } from '../policy/new-broker.js'
import { withPolicies } from '../policy/read.js'
import type { Report } from '../report/report.js'
import { lookOf } from '../report/run-snapshot.js'
import { faultWords } from '../scenario/fault-labels.js'
import { readScenario } from '../scenario/scenario.js'
import type { ScenarioPlan } from '../scenario/scenario-plan.js'
import { UsageError } from '../scenario/usage-error.js'
import type { SimCloud } from '../sim/cloud.js'
import { simulate } from '../sim/simulate.js'

/** How a scenario is run, and who watches it. */
export interface RunOptions extends RunListener {
  /** On real processes and sockets, or in virtual time. */
  readonly mode: 'live' | 'sim'
  /** Ends it in order, and before its time. The report is of what was measured until then. */
  readonly signal?: AbortSignal
  /**
   * Virtual time only: whether the report has the seconds, and the slowest tasks with their ways;
   * to keep them takes time. On real sockets it has them always.
   *
   * @defaultValue true
   */
  readonly keepsDetail?: boolean
}

/** In virtual time nothing else is done in between: so often, in real ms, signals are heard. */
const BREATHE_EVERY_MS = 50

/**
 * Runs a scenario to its end, or until the signal ends it.
 *
 * @param scenario a plan, by `readScenario`; or the text of a file. Only a plan can have replays.
 * @returns the report, with the verdict and the exit code that the commands have.
 * @throws ScenarioError with all that is wrong in the text; UsageError when the machine has too
 * little for it.
 */
export async function runScenario(
  scenario: ScenarioPlan | string,
  options: RunOptions,
): Promise<Report> {
  const plan = typeof scenario === 'string' ? readScenario(scenario, 'scenario') : scenario
  if (options.mode === 'live' && plan.attacks) throw new UsageError(ATTACKED)
  const whole = withPolicies(plan)
  return options.mode === 'sim' ? runSim(whole, options) : runOnSockets(whole, options)
}

/** Real sockets are attacked by `npm run storm`. */
const ATTACKED = 'attacks happen in virtual time only: use peering sim, or leave them out'

/** Virtual time needs no sockets, and so does not load them. */
async function runOnSockets(plan: ScenarioPlan, options: RunOptions): Promise<Report> {
  const { runLive } = await import('../live/run-scenario.js')
  return runLive(plan, options, options.signal)
}

async function runSim(plan: ScenarioPlan, options: RunOptions): Promise<Report> {
  const { signal, trace, keepsDetail = true, onLook, onFault } = options
  const faults = faultsOf(plan)
  let breathedAt = performance.now()
  options.onReady?.()
  const onStep = async ({ record, clock: { now } }: SimCloud) => {
    // Liveness is judged beyond the end: nothing is to be told of that.
    if (now <= plan.durationMs) {
      for (let next = faults.takeDue(now); next; next = faults.takeDue(now)) {
        onFault?.(next.words, next.atMs)
      }
      onLook?.(lookOf(plan, record, now))
    }
    if (performance.now() - breathedAt >= BREATHE_EVERY_MS) {
      await setImmediate()
      breathedAt = performance.now()
    }
    return signal?.aborted !== true
  }
  return (await simulate(plan, { newBroker, onStep, trace, keepsDetail })).report
}

function faultsOf({ faults }: ScenarioPlan): TimerQueue<{ atMs: Millis; words: string }> {
  const agenda = new TimerQueue<{ atMs: Millis; words: string }>()
  for (const fault of faults) {
    const { begins, ends } = faultWords(fault)
    agenda.add(fault.atMs, { atMs: fault.atMs, words: begins })
    if (ends) agenda.add(ends.atMs, ends)
  }
  return agenda
}
