/** The scenarios that come along with the program, by name. */

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { nearest } from '../scenario/messages.js'
import { UsageError } from '../scenario/usage-error.js'
import { attempt } from './files.js'
import { STDIN } from './stdin.js'

const DIRECTORY = fileURLToPath(new URL('../../scenarios/', import.meta.url))

/**
 * The file that a person means: of that path, or the one of that name that comes along. A folder
 * is no scenario.
 *
 * @throws UsageError for a name, not a path, that there is no file of.
 */
export function fileOf(scenario: string): string {
  if (isFile(scenario) || !/^[\w-]+$/.test(scenario)) return scenario
  const names = shippedNames()
  if (names.includes(scenario)) return join(DIRECTORY, `${scenario}.yaml`)
  if (existsSync(scenario)) return scenario
  const advice = nearest(scenario, names)
  throw new UsageError(
    `There is no file ${scenario}, and no scenario of that name comes along: ` +
      (advice ? `did you mean "${advice}"?` : '"peering run --list" lists them'),
  )
}

/** What a scenario is called, by its file. */
export function nameOf(scenario: string): string {
  return scenario === STDIN ? 'stdin' : basename(scenario)
}

function isFile(path: string): boolean {
  return attempt('read', path, () => statSync(path, { throwIfNoEntry: false }))?.isFile() === true
}

/** Prints them, each with the first sentence of what its file says about it. */
export async function listScenarios(): Promise<number> {
  const width = Math.max(...shippedNames().map(name => name.length))
  for (const name of shippedNames()) {
    process.stdout.write(`${name.padEnd(width)}  ${aboutOf(name)}\n`)
  }
  return 0
}

function shippedNames(): string[] {
  const files = readdirSync(DIRECTORY).filter(file => file.endsWith('.yaml'))
  return files.map(file => basename(file, '.yaml')).sort()
}

function aboutOf(name: string): string {
  const lines = readFileSync(join(DIRECTORY, `${name}.yaml`), 'utf8').split('\n')
  const words = lines
    .filter(line => line.startsWith('#') && !line.includes('$schema'))
    .map(line => line.slice(1).trim())
    .join(' ')
    .trim()
  return words.match(/^.*?[.:](?= |$)/)?.[0].replace(/:$/, '.') ?? words
}
