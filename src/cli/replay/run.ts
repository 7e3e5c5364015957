/** The command `peering replay <what>`: a run again, step by step, in the terminal or as lines. */

import { randomScenario, SEED_END } from '../../fuzz/random-scenario.js'
import { planOfFile } from '../../fuzz/scenario-file.js'
import { firstViolation } from '../../fuzz/trial.js'
import { newBroker } from '../../policy/new-broker.js'
import { parseDuration } from '../../scenario/grammar.js'
import { UsageError } from '../../scenario/usage-error.js'
import { simulate } from '../../sim/simulate.js'
import { eventText } from '../../trace/event-text.js'
import { isAbout } from '../../trace/tasks.js'
import { type TraceEvent, traceLine } from '../../trace/trace.js'
import { option } from '../options.js'
import { writeLines } from '../output/lines.js'
import { isScreen } from '../output/terminal.js'
import { planOf } from '../scenario-argument.js'
import type { ChangeArguments } from '../scenario-options.js'
import { fileOf, nameOf } from '../shipped.js'
import { STDIN, stdinBlocks } from '../stdin.js'
import { readTrace } from '../trace-file.js'
import { isBreak, Playback } from './playback.js'
import { replayScreen } from './screen.js'
import { differenceLines, stateLines } from './view.js'

export interface ReplayArguments extends ChangeArguments {
  readonly what: string
  readonly task?: unknown
  readonly at?: unknown
  readonly json?: unknown
}

export async function runReplay(argv: ReplayArguments): Promise<number> {
  const task = option(argv, 'task', String)
  const atMs = option(argv, 'at', parseDuration)
  const playback = new Playback(await eventsOf(argv))
  if (task !== undefined && !playback.toFirst(isAbout(task))) {
    throw new UsageError(`--task ${task}: nothing of it is in this run`)
  }
  if (atMs !== undefined) playback.toTime(atMs)
  else if (task === undefined) playback.toFirst(isBreak)
  const isView = isScreen(process.stdout) && process.stdin.isTTY && argv.json !== true
  if (isView) return replayScreen(playback, titleOf(argv), task)
  const last = atMs === undefined ? playback.shown.length - 1 : playback.position
  const events = playback.shown
    .slice(0, last + 1)
    .filter(task === undefined ? () => true : isAbout(task))
  writeEvents(playback, events, last, argv.json === true)
  return 0
}

/**
 * A number is a seed of `peering fuzz`; a name in YAML or JSON, or of one that comes along, a
 * scenario; all else a trace.
 */
async function eventsOf(argv: ReplayArguments): Promise<readonly TraceEvent[]> {
  const { what } = argv
  const isSeed = /^\d+$/.test(what)
  if (isSeed && Number(what) >= SEED_END) {
    throw new UsageError(`The seed ${what} is none of peering fuzz: use one below ${SEED_END}`)
  }
  const isScenario = !isSeed && /\.(ya?ml|json)$/.test(fileOf(what))
  const change = (['set', 'duration', 'scale'] as const).find(name => argv[name] !== undefined)
  if (!isScenario && change !== undefined) {
    throw new UsageError(`--${change} is for scenarios, and ${what} is none: leave it out`)
  }
  if (!isScenario && argv.policy !== undefined) {
    throw new UsageError(`--policy: ${what} has its own; leave it out`)
  }
  if (!isSeed && !isScenario) {
    if (argv.seed !== undefined) throw new UsageError('--seed: a trace has had its chances')
    return what === STDIN ? readTrace('stdin', await stdinBlocks()) : readTrace(what)
  }
  if (isSeed && argv.seed !== undefined) throw new UsageError(`--seed: ${what} is the seed already`)
  const events: TraceEvent[] = []
  const trace = (event: TraceEvent) => events.push(event)
  if (isSeed) await firstViolation(planOfFile(randomScenario(Number(what))), { trace })
  else await simulate((await planOf(what, argv)).plan, { trace, newBroker })
  return events
}

function titleOf({ what }: ReplayArguments): string {
  return /^\d+$/.test(what) ? `seed ${what}` : nameOf(what)
}

/** For a pipe: the events, then how the brokers stand after the last of them. */
function writeEvents(
  playback: Playback,
  events: readonly TraceEvent[],
  last: number,
  isJson: boolean,
): void {
  writeLines(events, isJson ? traceLine : eventText)
  if (isJson) return
  playback.position = last
  writeLines(['', ...stateLines(playback.states()), ...differenceLines(playback)], String)
}
