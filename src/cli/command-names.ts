/** The names of the commands, which no cluster may have: a command must not be started as one. */

import { nearest } from '../scenario/nearest.js'
import { UsageError } from '../scenario/usage-error.js'
import type { Command } from './command.js'
import { COMMANDS, NAMELESS } from './commands.js'

/** The last is made by yargs. */
const NAMES: readonly string[] = [...COMMANDS.map(({ name }) => name), 'completion']

/** What people try: a cluster's name would hide it. */
const RESERVED: readonly string[] = ['help']

/** What some type behind a flag, such as --json, which takes no value. */
const VALUES: readonly string[] = ['true', 'false']

/** @throws UsageError if one of these names of clusters is a command's, or meant for a flag. */
export function refuseCommands(names: readonly string[]): void {
  const value = names.find(name => VALUES.includes(name))
  if (value !== undefined) {
    throw new UsageError(
      `"${value}" cannot be a cluster: leave it out; --json and --quiet take no value`,
    )
  }
  const command = names.find(name => [...NAMES, ...RESERVED].includes(name))
  if (command === undefined) return
  throw new UsageError(
    `"${command}" is the name of a command and cannot be a cluster: choose another name`,
  )
}

/**
 * The first word of a command line is a command or a cluster: a slip would start a cluster.
 *
 * @throws UsageError if the name looks like a command that was meant.
 */
export function refuseSlip(name: string): void {
  const command = /^[a-z]{4,}$/.test(name) ? nearest(name, NAMES) : undefined
  if (command === undefined) return
  throw new UsageError(
    `"${name}" is no command: did you mean "${command}"? For a cluster choose another name`,
  )
}

/** The name of a command that a command line begins with, or none: then it starts a cluster. */
export function nameOf([first = '']: readonly string[]): string | undefined {
  return NAMES.find(name => name === first)
}

/** The command that a command line starts. */
export function commandOf([first = '']: readonly string[]): Command {
  return COMMANDS.find(({ name }) => name === first) ?? NAMELESS
}
