/** Lessons in a terminal, or in a pipe. */

import { createInterface } from 'node:readline/promises'
import { Chalk } from 'chalk'
import { LESSONS } from '../../lessons/catalogue.js'
import type { LessonEvent, Verdict } from '../../lessons/events.js'
import type { Part } from '../../lessons/lesson.js'
import { drawFrames } from '../../trace/figure.js'
import { counted } from '../output/format.js'
import type { LessonOutput } from './output.js'
import { paragraphs, wrapped } from './text.js'

/** Lines longer than this are hard to read. */
const COLUMNS_MAX = 88

const MARKS: Record<Verdict, string> = { true: '✔', false: '✘', unknown: '?' }

export function textLessons(stream: NodeJS.WriteStream): LessonOutput {
  const chalk = stream.isTTY ? new Chalk() : new Chalk({ level: 0 })
  const colours = { true: chalk.green, false: chalk.red, unknown: chalk.yellow }
  const columns = () => Math.min(stream.columns ?? 80, COLUMNS_MAX)
  const write = (...lines: string[]) => stream.write(lines.map(line => `${line}\n`).join(''))
  const body = (text: string, indent = '  ') =>
    paragraphs(text).map(paragraph => wrapped(paragraph, columns(), indent).join('\n'))
  const mark = (verdict: Verdict) => colours[verdict](MARKS[verdict])

  function tell(event: LessonEvent): void {
    switch (event.type) {
      case 'text':
        write('', ...body(event.text))
        break
      case 'question':
        write('', ...wrapped(event.ask, columns(), '  ').map(line => chalk.bold(line)))
        write(...event.choices.map((choice, index) => `    ${index + 1}  ${choice}`))
        break
      case 'line':
        write(...wrapped(event.text, columns(), '    '))
        break
      case 'drawing':
        write('', `  ${chalk.cyan(event.title)}`, ...event.lines.map(line => `    ${line}`))
        break
      case 'frames':
        write('', `  ${chalk.cyan(event.where)}`)
        write(...drawFrames(event.frames).map(line => `    ${line}`))
        break
      case 'answer':
        tellAnswer(event)
        break
      case 'claim': {
        const [first = '', ...more] = wrapped(event.claim, columns(), '    ')
        write(`  ${mark(event.verdict)} ${first.trimStart()}`, ...more)
        write(...wrapped(event.seen, columns(), '    ').map(line => chalk.dim(line)))
        break
      }
    }
  }

  function tellAnswer(event: LessonEvent & { type: 'answer' }): void {
    const { answer, seen, given, because } = event
    const isSo = seen === answer
    const verdict = isSo ? 'true' : 'false'
    write('', `  ${mark(verdict)} ${chalk.bold(seen)}${saidText(given, seen)}`)
    if (!isSo) write(chalk.red(`    but the answer should be: ${answer}`))
    write(...body(because, '    '), '')
  }

  return {
    list(entries, done) {
      const width = Math.max(...entries.map(({ name }) => name.length))
      const rows = entries.map(({ name, line }, index) => {
        const number = String(index + 1).padStart(2)
        const tick = done.has(name) ? chalk.green('✔') : ' '
        return `${number} ${tick} ${chalk.bold(name.padEnd(width))}  ${line}`
      })
      const next = entries.find(({ name }) => !done.has(name))
      write('Lessons, in the order of the chapter:', '', ...rows, '')
      write(
        next
          ? `${counted(done.size, 'lesson')} done. Go on with: peering lesson ${next.name}`
          : 'You have done them all. Each can be done again.',
      )
    },
    begin({ name, title, section }) {
      const number = LESSONS.findIndex(lesson => lesson.name === name) + 1
      write('', chalk.bold(`${number}. ${title}`), chalk.dim(`The Guide, chapter 3, "${section}"`))
    },
    tell,
    ask: (part, abort) => askIn(stream, part, abort),
    end({ name }, verdict) {
      const next = LESSONS[LESSONS.findIndex(lesson => lesson.name === name) + 1]
      write(`${mark(verdict)} ${VERDICTS[verdict]}`)
      if (next) write(chalk.dim(`  Next: peering lesson ${next.name}`))
    },
    summary(verdicts, exitCode) {
      if (exitCode === 130) write('Interrupted.')
      else if (verdicts.length > 1) write('', `${counted(verdicts.length, 'lesson')} done.`)
    },
  }
}

const VERDICTS: Record<Verdict, string> = {
  true: 'All of its claims held.',
  false: 'Something did not hold: see the ✘ above.',
  unknown: 'Not all could be told: see the ? above.',
}

function saidText(given: string | undefined, seen: string): string {
  if (given === undefined) return ''
  return given === seen ? ' – as you said' : ` – and not: ${given}`
}

/** The number of a choice, or the choice itself; Enter is none. */
async function askIn(
  output: NodeJS.WriteStream,
  { choices }: Part,
  abort: AbortController,
): Promise<string | undefined> {
  const lines = createInterface({ input: process.stdin, output })
  lines.on('SIGINT', () => abort.abort(new Error('interrupted')))
  try {
    for (;;) {
      const prompt = `  Your answer, 1 to ${choices.length} (Enter: just show me): `
      const said = (await lines.question(prompt, { signal: abort.signal })).trim()
      if (said === '') return undefined
      const choice = choices[Number(said) - 1] ?? choices.find(one => one === said)
      if (choice !== undefined) return choice
    }
  } finally {
    lines.close()
  }
}
