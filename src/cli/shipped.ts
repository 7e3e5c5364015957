/** The scenarios that come along with the program, by name. */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { table } from './output/format.js'

const DIRECTORY = fileURLToPath(new URL('../../scenarios/', import.meta.url))

/** The file that a person means: of that path, or the one of that name that comes along. */
export function fileOf(scenario: string): string {
  if (existsSync(scenario)) return scenario
  const shipped = join(DIRECTORY, `${scenario}.yaml`)
  return /^[\w-]+$/.test(scenario) && existsSync(shipped) ? shipped : scenario
}

/** What a scenario is called, by its file. */
export function nameOf(scenario: string): string {
  return basename(scenario)
}

/** Prints them, each with the first sentence of what its file says about it. */
export async function listScenarios(): Promise<number> {
  const files = readdirSync(DIRECTORY).filter(file => file.endsWith('.yaml'))
  const rows = files.sort().map(file => [basename(file, '.yaml'), aboutOf(file)])
  for (const line of table(rows)) process.stdout.write(`${line}\n`)
  return 0
}

function aboutOf(file: string): string {
  const lines = readFileSync(join(DIRECTORY, file), 'utf8').split('\n')
  const words = lines
    .filter(line => line.startsWith('#') && !line.includes('$schema'))
    .map(line => line.slice(1).trim())
    .join(' ')
    .trim()
  return words.match(/^.*?[.:](?= |$)/)?.[0].replace(/:$/, '.') ?? words
}
