/** The command `peering lesson [name]`: lists lessons, runs them, or shows their programs. */

import { type Entry, LESSONS } from '../../lessons/catalogue.js'
import { allOf, type Verdict } from '../../lessons/events.js'
import {
  type Lesson,
  VARIABLES_MAX,
  type VariableName,
  type Variables,
} from '../../lessons/lesson.js'
import { suggest } from '../../scenario/messages.js'
import { UsageError } from '../../scenario/usage-error.js'
import { atLeastOne, option } from '../options.js'
import { onEndSignal } from '../signals.js'
import { codeLines } from './code.js'
import { jsonLessons } from './json-output.js'
import type { LessonOutput } from './output.js'
import { doneLessons, markDone } from './progress.js'
import { TextLessons } from './text-output.js'

export interface LessonArguments {
  readonly name?: string | undefined
  readonly all?: unknown
  readonly 'no-questions'?: unknown
  readonly code?: unknown
  readonly json?: unknown
  readonly workers?: unknown
  readonly clients?: unknown
  readonly seconds?: unknown
}

/** As the contract has them: passed, a claim does not hold, it could not be told. */
const EXIT_CODES: Record<Verdict, number> = { true: 0, false: 3, unknown: 4 }
const INTERRUPTED = 130

export async function runLessons(argv: LessonArguments): Promise<number> {
  const output = argv.json === true ? jsonLessons(process.stdout) : new TextLessons(process.stdout)
  const varied = variablesOf(argv)
  const entries = entriesOf(argv)
  if (entries.length === 0) {
    output.list(LESSONS, doneLessons())
    return 0
  }
  if (argv.code === true) {
    for (const { name } of entries) process.stdout.write(codeLines(name, process.stdout))
    return 0
  }
  const asks = argv['no-questions'] !== true && argv.json !== true && process.stdin.isTTY === true
  return runAll(entries, varied, output, asks && process.stdout.isTTY === true)
}

/** None: to be listed. */
function entriesOf({ name, all, code }: LessonArguments): readonly Entry[] {
  if (all === true && name !== undefined) {
    throw new UsageError(`--all runs every lesson: leave it out, or "${name}"`)
  }
  if (all === true) return LESSONS
  if (name === undefined && code === true) {
    throw new UsageError('--code: of which lesson? Name one, as in "peering lesson rtreq --code"')
  }
  if (name === undefined) return []
  const entry = LESSONS.find(lesson => lesson.name === name)
  if (entry) return [entry]
  const names = LESSONS.map(lesson => lesson.name)
  const numbered = names[Number(name) - 1]
  const hint = numbered ? `did you mean "${numbered}"?` : suggest(name, names)
  throw new UsageError(`There is no lesson "${name}": ${hint}`)
}

function variablesOf(argv: LessonArguments): Variables {
  const said = Object.entries(VARIABLES_MAX).flatMap(([name, max]) => {
    const value = option(argv, name as VariableName, word => {
      const number = atLeastOne(word)
      if (number <= max) return number
      throw new UsageError(`use at most ${max}`)
    })
    return value === undefined ? [] : [[name, value]]
  })
  return Object.fromEntries(said)
}

async function runAll(
  entries: readonly Entry[],
  varied: Variables,
  output: LessonOutput,
  asks: boolean,
): Promise<number> {
  const abort = new AbortController()
  const end = () => abort.abort(new Error('interrupted'))
  onEndSignal(end)
  const { runLesson } = await import('../../lessons/run-lesson.js')
  const verdicts: Verdict[] = []
  try {
    for (const entry of entries) {
      const { lesson } = await entry.load()
      if (entries.length === 1) checkVariables(entry, lesson, varied)
      output.begin(entry)
      const verdict = await runLesson(lesson, {
        varied: ownOf(lesson, varied),
        signal: abort.signal,
        tell: event => output.tell(event),
        ...(asks ? { ask: part => output.ask(part, abort) } : {}),
      })
      verdicts.push(verdict)
      if (verdict === 'true') markDone(entry.name)
      output.end(entry, verdict)
    }
  } catch (error) {
    if (!abort.signal.aborted) throw error
    output.summary(verdicts, INTERRUPTED)
    return INTERRUPTED
  }
  const exitCode = EXIT_CODES[allOf(verdicts)]
  output.summary(verdicts, exitCode)
  return exitCode
}

/** @throws UsageError if something was said that this lesson does not vary. */
function checkVariables({ name }: Entry, { varied }: Lesson, said: Variables): void {
  const own = Object.keys(varied)
  const wrong = Object.keys(said).find(variable => !own.includes(variable))
  if (wrong === undefined) return
  const choice = own.length > 0 ? `it has ${own.map(one => `--${one}`).join(', ')}` : 'it has none'
  throw new UsageError(`The lesson "${name}" does not vary --${wrong}: ${choice}`)
}

/** Of all that was said, what this lesson varies. */
function ownOf({ varied }: Lesson, said: Variables): Variables {
  return Object.fromEntries(Object.entries(said).filter(([name]) => name in varied))
}
