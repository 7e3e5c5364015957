/** How the options of a command are put to people, and read from what they say. */

import type { Options } from 'yargs'
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
  try {
    return parse(String(said))
  } catch (error) {
    if (error instanceof UsageError) throw new UsageError(`--${name}: ${error.message}`)
    throw error
  }
}

export function wholeNumber(digits: string): number {
  if (/^\d{1,15}$/.test(digits)) return Number(digits)
  throw new UsageError(`"${digits}" is not a whole number`)
}

export function atLeastOne(digits: string): number {
  const number = wholeNumber(digits)
  if (number > 0) return number
  throw new UsageError('use a whole number above 0')
}
