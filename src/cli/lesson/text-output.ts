/** Lessons in a terminal, or in a pipe. */

import { createInterface } from 'node:readline/promises'
import type { ChalkInstance } from 'chalk'
import { type Entry, LESSONS } from '../../lessons/catalogue.js'
import type { Claim, LessonEvent, Verdict } from '../../lessons/events.js'
import type { Part } from '../../lessons/lesson.js'
import { drawFrames } from '../../trace/frame-diagram.js'
import { counted } from '../output/format.js'
import { chalkOf } from '../output/terminal.js'
import type { LessonOutput } from './output.js'
import { bodyLines } from './text.js'

/** Lines longer than this are hard to read. */
const COLUMNS_MAX = 88

const MARKS: Record<Verdict, string> = { true: '✔', false: '✘', unknown: '?' }

export class TextLessons implements LessonOutput {
  readonly #stream: NodeJS.WriteStream
  readonly #chalk: ChalkInstance
  /** A terminal may change its width meanwhile. */
  get #columns(): number {
    return Math.min(this.#stream.columns ?? 80, COLUMNS_MAX)
  }

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream
    this.#chalk = chalkOf(stream)
  }

  list(entries: readonly Entry[], done: ReadonlySet<string>): void {
    const width = Math.max(...entries.map(({ name }) => name.length))
    const rows = entries.flatMap(({ name, line }, index) => {
      const number = String(index + 1).padStart(2)
      const tick = done.has(name) ? this.#mark('true') : ' '
      const [first = '', ...more] = this.#body(line, ' '.repeat(width + 7))
      return [`${number} ${tick} ${this.#chalk.bold(name.padEnd(width))}  ${first.trim()}`, ...more]
    })
    this.#write('Lessons, in the order of the chapter:', '', ...rows, '')
    const next = entries.find(({ name }) => !done.has(name))
    const count = entries.filter(({ name }) => done.has(name)).length
    this.#write(
      next
        ? `${count} of ${entries.length} done. Go on with: peering lesson ${next.name}`
        : 'You have done them all. Each can be done again.',
    )
  }

  begin({ name, title, section }: Entry): void {
    const number = LESSONS.findIndex(lesson => lesson.name === name) + 1
    this.#write('', this.#chalk.bold(`${number}. ${title}`))
    this.#write(this.#chalk.dim(`The Guide, chapter 3, "${section}"`))
  }

  tell(event: LessonEvent): void {
    const { bold, cyan, dim } = this.#chalk
    switch (event.type) {
      case 'text':
        this.#write('', dim(`  Part ${event.part} of ${event.parts}`), '')
        this.#write(...this.#body(event.text, '  '), '')
        break
      case 'question':
        this.#write(...this.#body(event.ask, '  ').map(line => bold(line)))
        this.#write(...event.choices.map((choice, index) => `    ${index + 1}  ${choice}`))
        break
      case 'line':
        this.#write(...this.#body(event.text, '    '))
        break
      case 'drawing':
        this.#write('', `  ${cyan(event.title)}`, ...event.lines.map(line => `    ${line}`))
        break
      case 'frames':
        this.#write('', `  ${cyan(event.where)}`)
        this.#write(...drawFrames(event.frames, this.#columns - 4).map(line => `    ${line}`))
        break
      case 'answer':
        this.#tellAnswer(event)
        break
      case 'claim':
        this.#tellClaim(event)
        break
    }
  }

  ask(part: Part, abort: AbortController): Promise<string | undefined> {
    return choiceOf(part, this.#stream, abort)
  }

  end({ name }: Entry, verdict: Verdict): void {
    const next = LESSONS[LESSONS.findIndex(lesson => lesson.name === name) + 1]
    this.#write('', `${this.#mark(verdict)} ${VERDICTS[verdict]}`)
    const hint = next
      ? `Next: peering lesson ${next.name}`
      : 'That was the last one. What you have done: peering lesson'
    this.#write(this.#chalk.dim(`  ${hint}`))
  }

  summary(verdicts: readonly Verdict[], exitCode: number): void {
    if (exitCode === 130) this.#write('Interrupted.')
    else if (verdicts.length > 1) this.#write('', `${counted(verdicts.length, 'lesson')} done.`)
  }

  #tellAnswer({ answer, seen, given, because }: LessonEvent & { type: 'answer' }): void {
    const isSo = seen === answer
    const mark = this.#mark(isSo ? 'true' : 'false')
    this.#write('', `  ${mark} ${this.#chalk.bold(seen)}${saidText(given, seen)}`)
    if (!isSo) this.#write(this.#chalk.red(`    but the answer should be: ${answer}`))
    this.#write(...this.#body(because, '    '), '')
  }

  #tellClaim({ claim, verdict, seen }: Claim): void {
    const [first = '', ...more] = this.#body(claim, '    ')
    this.#write(`  ${this.#mark(verdict)} ${first.trimStart()}`, ...more)
    this.#write(...this.#body(seen, '    ').map(line => this.#chalk.dim(line)))
  }

  #mark(verdict: Verdict): string {
    const colour = { true: 'green', false: 'red', unknown: 'yellow' } as const
    return this.#chalk[colour[verdict]](MARKS[verdict])
  }

  #body(text: string, indent: string): string[] {
    return bodyLines(text, this.#columns, indent)
  }

  #write(...lines: readonly string[]): void {
    this.#stream.write(lines.map(line => `${line}\n`).join(''))
  }
}

const VERDICTS: Record<Verdict, string> = {
  true: 'All of its claims held.',
  false: 'Something did not hold: see the ✘ above.',
  unknown: 'Not all could be told: see the ? above.',
}

function saidText(given: string | undefined, seen: string): string {
  if (given === undefined) return ''
  return given === seen ? ' – as you said' : ` – you said: ${given}`
}

/** The number of a choice, or the choice itself; Enter is none. Ctrl-D ends it as Ctrl-C does. */
async function choiceOf(
  { choices }: Part,
  output: NodeJS.WriteStream,
  abort: AbortController,
): Promise<string | undefined> {
  const lines = createInterface({ input: process.stdin, output })
  const end = () => abort.abort(new Error('interrupted'))
  lines.on('SIGINT', end).on('close', end)
  try {
    for (;;) {
      const prompt = `  Your answer, 1 to ${choices.length} (Enter: just show me): `
      const said = (await lines.question(prompt, { signal: abort.signal })).trim()
      if (said === '') return undefined
      const choice = choices[Number(said) - 1] ?? choices.find(one => one === said)
      if (choice !== undefined) return choice
      output.write(`  "${said}" is none of them.\n`)
    }
  } finally {
    lines.off('close', end).close()
  }
}
