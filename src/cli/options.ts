/** How the options of a command are put to people, and read from what they say. */

import type { Options } from 'yargs'
import type { FieldHelp } from '../scenario/fields.js'
import { parseDuration } from '../scenario/grammar.js'
import { quoted } from '../scenario/messages.js'
import { UsageError } from '../scenario/usage-error.js'

/** What a command takes that runs a scenario. */
export const SCENARIO = 'its file, or the name of one that comes along; - for standard input'

/** With a value; its default is only shown here, and set where the option is read. */
export const text = (group: string, describe: string, shown?: string): Options => ({
  type: 'string',
  requiresArg: true,
  group,
  describe: shown === undefined ? describe : `${describe} [default: ${shown}]`,
})

/** One that is a field of a scenario too: what it is called there is said here. */
export function fieldText(group: string, { description, ...field }: FieldHelp): Options {
  const [sentence = ''] = description.replace(/\.$/, '').replaceAll('`', '').split('. ')
  const standard = field.otherwise ?? field.default
  return text(group, `${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`, `${standard}`)
}

/** Of a scenario; which names there are is said where a cluster is typed. */
export const POLICY = text(
  'Run:',
  "how a peer is chosen, in place of the file's: a name, or a file such as ./mine.ts",
)

/** On or off: without `nargs`, `--json=maybe` is no error, and `--json false` is off. */
export const flag = (group: string, describe: string): Options => ({
  type: 'boolean',
  nargs: 0,
  group,
  describe,
})

/** Undefined if none is said. */
export function seedOf(argv: { readonly seed?: unknown }): number | undefined {
  return option(argv, 'seed', wholeNumber)
}

/**
 * An option as its parser reads it; undefined if it is not said.
 *
 * @throws UsageError that names the option, where its parser says what is wrong.
 */
export function option<Name extends string, T>(
  argv: { readonly [Key in Name]?: unknown },
  name: Name,
  parse: (text: string) => T,
): T | undefined {
  const said = argv[name]
  // Said twice, the last word counts, so that a script's options can be overruled.
  const value = Array.isArray(said) ? said.at(-1) : said
  return value === undefined ? undefined : read(name, value, parse)
}

/** An option that can be repeated, as its parser reads each; none if it is not said. */
export function allOf<Name extends string, T>(
  argv: { readonly [Key in Name]?: unknown },
  name: Name,
  parse: (text: string) => T,
): T[] {
  const said = argv[name]
  return (said === undefined ? [] : [said].flat()).map(word => read(name, word, parse))
}

function read<T>(name: string, said: unknown, parse: (text: string) => T): T {
  const word = String(said)
  // As an empty variable of a script has it.
  if (word === '') throw new UsageError(`The option --${name} needs a value`)
  try {
    return parse(word)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    const { message } = error
    // What only says what to use has not said what it is instead of.
    const value = message.startsWith('use ') ? ` ${plainOrQuoted(word)}` : ''
    throw new UsageError(`--${name}${value}: ${message}`)
  }
}

function plainOrQuoted(word: string): string {
  return /^[\w.,:/%+-]{1,60}$/.test(word) ? word : quoted(word)
}

export function wholeNumber(digits: string): number {
  if (/^\d{1,15}$/.test(digits)) return Number(digits)
  if (/^\d+$/.test(digits)) throw new UsageError('use at most 15 digits')
  throw new UsageError('use a whole number of 0 or more, such as 5')
}

export function atLeastOne(digits: string): number {
  const number = wholeNumber(digits)
  if (number > 0) return number
  throw new UsageError('use a whole number above 0')
}

export function timeAboveZero(text: string): number {
  const ms = parseDuration(text)
  if (ms > 0) return ms
  throw new UsageError('use a time above 0')
}
