/** The command `peering fuzz`: random scenarios by seed, on every core, until one breaks. */

import { accessSync, constants } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { randomScenario, SEED_END } from '../../fuzz/random-scenario.js'
import { planOfFile, textOfFile } from '../../fuzz/scenario-file.js'
import { shrink } from '../../fuzz/shrink.js'
import { firstViolation } from '../../fuzz/trial.js'
import { UsageError } from '../../scenario/usage-error.js'
import { attempt } from '../files.js'
import { atLeastOne, option, timeAboveZero, wholeNumber } from '../options.js'
import { OutputFile } from '../output-file.js'
import { onEndSignal } from '../signals.js'
import { openTrace } from '../trace-file.js'
import { Hunt } from './hunt.js'
import { type FuzzSummary, fuzzOutput, type Saved } from './output.js'
import type { Finding } from './thread.js'

export interface FuzzArguments {
  readonly seeds?: unknown
  readonly seed?: unknown
  readonly jobs?: unknown
  readonly for?: unknown
  readonly dir?: unknown
  readonly json?: unknown
  readonly quiet?: unknown
}

/** How many, where neither a number nor a time is said. */
const SEEDS = 1000

/** Each is a thread with a cloud of its own; more than there are cores are of no use. */
const JOBS_MAX = 64

/** For so long a finding is made smaller, at least, where `--for` is over. */
const SHRINK_MS = 10_000

const LOOK_EVERY_MS = 250

export async function runFuzz(argv: FuzzArguments): Promise<number> {
  const { first, end, forMs, jobs, dir } = optionsOf(argv)
  const output = await fuzzOutput(argv.json === true, argv.quiet === true, {
    first,
    end,
    forMs,
    jobs,
  })
  const hunt = new Hunt(first, end)
  let isInterrupted = false
  const interrupt = () => {
    isInterrupted = true
    hunt.abandon()
  }
  onEndSignal(interrupt)
  process.stdout.on('error', interrupt)
  const startedAt = performance.now()
  const looks = setInterval(() => output.progress(hunt.done), LOOK_EVERY_MS)
  const timer = forMs === undefined ? undefined : setTimeout(() => hunt.stop(), forMs)
  const finding = await hunt.run(jobs).finally(() => {
    clearInterval(looks)
    clearTimeout(timer)
  })
  output.found(hunt.done, finding)
  // Signals are heard only between tasks of the event loop.
  const isEnough = async () => {
    await setImmediate()
    return isInterrupted || performance.now() > shrunkAt
  }
  // What is found at the end of its time is to be made smaller all the same.
  const shrunkAt = Math.max(
    startedAt + (forMs ?? Number.POSITIVE_INFINITY),
    performance.now() + SHRINK_MS,
  )
  const saved = finding && !finding.isStuck && (await shrunkAndSaved(finding, dir, isEnough))
  const summary: FuzzSummary = {
    type: 'fuzz',
    first,
    seeds: hunt.done,
    durationMs: Math.round(performance.now() - startedAt),
    exitCode: finding ? 3 : isInterrupted ? 130 : hunt.done === 0 ? 4 : 0,
    ...(finding ? { finding: { ...finding, ...saved } } : {}),
  }
  output.summary(summary)
  return summary.exitCode
}

function optionsOf(argv: FuzzArguments) {
  const first = option(argv, 'seed', wholeNumber) ?? 0
  if (first >= SEED_END) throw new UsageError(`--seed ${first}: use one below ${SEED_END}`)
  const forMs = option(argv, 'for', timeAboveZero)
  const seeds = option(argv, 'seeds', atLeastOne) ?? (forMs === undefined ? SEEDS : SEED_END)
  const jobs = option(argv, 'jobs', atLeastOne) ?? Math.min(availableParallelism(), JOBS_MAX)
  if (jobs > JOBS_MAX) throw new UsageError(`--jobs ${jobs}: use ${JOBS_MAX} at most`)
  const dir = option(argv, 'dir', String) ?? '.'
  // Now, and not when something was found.
  attempt('write', dir, () => accessSync(`${dir}/.`, constants.W_OK))
  const end = Math.min(first + seeds, SEED_END)
  return { first, end, forMs, jobs: Math.min(jobs, end - first), dir }
}

/** The smallest scenario found that breaks the same, and the trace of it, as files. */
async function shrunkAndSaved(
  { seed, broken }: Finding,
  dir: string,
  isEnough: () => Promise<boolean>,
): Promise<Saved> {
  const small = await shrink(randomScenario(seed), { breaks: broken.name, isEnough })
  const scenario = join(dir, `fuzz-${seed}.yaml`)
  const trace = join(dir, `fuzz-${seed}.trace.jsonl`)
  const text = `# Breaks "${broken.name}"; made smaller from what "peering replay ${seed}" shows.\n`
  new OutputFile(scenario).writeAll(text + textOfFile(small))
  const file = openTrace(trace)
  await firstViolation(planOfFile(small), { trace: file.write })
  file.close()
  return { scenario, trace }
}
