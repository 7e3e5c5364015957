/** What `peering fuzz` tells its user: a bar in a terminal, lines in a pipe, or one object. */

import type { Millis } from '../../base/time.js'
import { counted, grouped, shortTime } from '../output/format.js'
import { chalkOf, isScreen } from '../output/terminal.js'
import type { Finding } from './thread.js'

/** Where the smallest that breaks the same was saved. */
export interface Saved {
  readonly scenario: string
  readonly trace: string
}

/** The one object of `--json`. */
export interface FuzzSummary {
  readonly type: 'fuzz'
  readonly first: number
  /** How many were tried. */
  readonly seeds: number
  /** Of real time. */
  readonly durationMs: Millis
  readonly exitCode: number
  readonly finding?: Finding & Partial<Saved>
}

export interface FuzzOutput {
  progress(done: number): void
  /** The hunt is over. */
  found(done: number, finding: Finding | undefined): void
  summary(summary: FuzzSummary): void
}

export interface FuzzTask {
  readonly first: number
  readonly end: number
  readonly forMs: Millis | undefined
  readonly jobs: number
}

/** In a pipe, progress is told so often. */
const TELL_EVERY_MS = 5000
const BAR_COLUMNS = 30

export async function fuzzOutput(
  isJson: boolean,
  isQuiet: boolean,
  task: FuzzTask,
): Promise<FuzzOutput> {
  const write = (line: string) => process.stdout.write(`${line}\n`)
  if (isJson) return { ...SILENT, summary: summary => write(JSON.stringify(summary)) }
  const summary = (all: FuzzSummary) => summaryLines(all).forEach(write)
  if (isQuiet) return { ...SILENT, summary }
  const { log } = await progressLog()
  const { first, jobs } = task
  const startedAt = performance.now()
  write(`fuzz from seed ${first} on, in ${counted(jobs, 'thread')}`)
  return {
    progress: done => log(progressLine(done, task, performance.now() - startedAt)),
    found(done, finding) {
      log(progressLine(done, task, performance.now() - startedAt), true)
      if (finding) write(`seed ${finding.seed} breaks something; looking for less that does`)
    },
    summary,
  }
}

const SILENT: FuzzOutput = { progress() {}, found() {}, summary() {} }

/** In a terminal one line that changes; in a pipe a line from time to time, and the last. */
async function progressLog(): Promise<{ log(line: string, isLast?: boolean): void }> {
  if (!isScreen(process.stdout)) {
    let toldAt = performance.now()
    let told = ''
    return {
      log(line, isLast = false) {
        if (line === told || (!isLast && performance.now() - toldAt < TELL_EVERY_MS)) return
        toldAt = performance.now()
        told = line
        process.stdout.write(`${line}\n`)
      },
    }
  }
  const { Screen } = await import('../output/screen.js')
  const screen = new Screen(process.stdout)
  const chalk = chalkOf(process.stdout)
  return {
    log(line, isLast = false) {
      screen.draw([chalk.dim(line)])
      if (isLast) screen.done()
    },
  }
}

function progressLine(done: number, { first, end, forMs }: FuzzTask, elapsedMs: Millis): string {
  const all = end - first
  const share = forMs === undefined ? done / all : Math.max(done / all, elapsedMs / forMs)
  const filled = Math.min(BAR_COLUMNS, Math.floor(share * BAR_COLUMNS))
  const bar = '█'.repeat(filled) + '░'.repeat(BAR_COLUMNS - filled)
  const rate = Math.round((1000 * done) / Math.max(1, elapsedMs))
  const tried =
    forMs === undefined ? `${grouped(done)} of ${counted(all, 'seed')}` : counted(done, 'seed')
  const time = forMs === undefined ? '' : ` · ${shortTime(elapsedMs)} of ${shortTime(forMs)}`
  return `${bar} ${tried} · ${grouped(rate)}/s${time}`
}

function summaryLines({ seeds, durationMs, finding, exitCode }: FuzzSummary): string[] {
  const tried = `${counted(seeds, 'seed')} in ${shortTime(durationMs)}`
  const found = seeds === 0 ? 'nothing was tried' : 'nothing broken'
  const ending = exitCode === 130 ? ', interrupted' : seeds === 0 ? ': give it more time' : ''
  if (!finding) return [`${tried}: ${found}${ending}`]
  const { seed, broken, scenario, trace } = finding
  const since = broken.broken ? `, since ${shortTime(broken.broken.t)}: ${broken.broken.what}` : ''
  const whole = `replay the whole with: peering replay ${seed}`
  if (!trace) return [`${tried}; broken: ${broken.name}, at seed ${seed}${since}`, whole]
  return [
    `${tried}; broken: ${broken.name}${since}`,
    `the smallest found that breaks it too: ${scenario}, its trace: ${trace}`,
    `replay it with: peering replay ${trace}`,
    whole,
  ]
}
