/** The names of the commands, which no cluster may have: a command must not be started as one. */

import { nearest } from '../scenario/messages.js'
import { UsageError } from '../scenario/usage-error.js'

/** Those with a folder of their own, in the order of the help. */
const COMMAND_NAMES = ['up', 'run', 'sim', 'fuzz', 'replay', 'trace', 'compare', 'lesson'] as const
export type CommandName = (typeof COMMAND_NAMES)[number]

/** The last is made by yargs. */
const NAMES: readonly string[] = [...COMMAND_NAMES, 'completion']

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

/** What people type for a command, and what does it here; the rest is in the help. */
const MEANT: ReadonlyMap<string, string> = new Map(
  Object.entries({
    list: 'peering run --list',
    ls: 'peering run --list',
    scenarios: 'peering run --list',
    lessons: 'peering lesson',
    learn: 'peering lesson',
    simulate: 'peering sim',
    version: 'peering --version',
    diff: 'peering compare',
    watch: 'peering trace',
    logs: 'peering trace',
  }),
)

/** What people type for a command, too; there is none that does it. */
const OTHERS: readonly string[] = [
  ...['ps', 'status', 'info', 'show', 'inspect', 'describe', 'top', 'stats', 'log', 'exec'],
  ...['start', 'stop', 'restart', 'down', 'kill', 'rm', 'remove', 'delete', 'clean', 'pause'],
  ...['init', 'new', 'create', 'add', 'install', 'update', 'upgrade', 'config', 'set', 'get'],
  ...['test', 'bench', 'check', 'validate', 'lint', 'report', 'record', 'play', 'demo', 'serve'],
  ...['server', 'worker', 'client', 'broker', 'join', 'leave', 'connect', 'exit', 'quit', 'open'],
]

/**
 * The first word of a command line is a command or a cluster: a slip would start a cluster.
 *
 * @param others the words after it, for advice that can be typed.
 * @throws UsageError if the name looks like a command, a scenario or a file that was meant.
 */
export function refuseSlip(name: string, others: readonly string[] = []): void {
  const meant = meantBy(name, others)
  if (meant === undefined) return
  if (RESERVED.includes(name)) throw new UsageError(`"${name}" is no command: ${meant}`)
  throw new UsageError(
    `"${name}" is no command: ${meant} A cluster of that name: ` +
      ['peering --', name, ...others].join(' '),
  )
}

function meantBy(name: string, others: readonly string[]): string | undefined {
  const didYouMean = (...words: string[]) => `did you mean "${words.join(' ')}"?`
  if (/\.(?:ya?ml|json)$/.test(name)) return didYouMean('peering run', name)
  if (RESERVED.includes(name)) {
    const command = nameOf(others)
    return didYouMean(...['peering', command, '--help'].filter(word => word !== undefined))
  }
  const known = MEANT.get(name)
  if (known !== undefined) return didYouMean(known)
  if (name === 'start' && others.length > 0) return didYouMean('peering up', ...others)
  if (OTHERS.includes(name)) return '"peering --help" lists them.'
  const command = /^[a-z]{3,}$/.test(name) ? nearest(name, NAMES) : undefined
  return command === undefined ? undefined : didYouMean('peering', command, ...others)
}

const COMPLETES = '--get-yargs-completions'

/** Without the two dashes that say: what follows is a cluster, whatever it looks like. */
export function withoutDashes(words: readonly string[]): string[] {
  const at = words.indexOf('--')
  const [first = ''] = words
  // Shells that ask for completions have their own before it.
  const isOurs = at >= 0 && nameOf(words) === undefined && !first.startsWith(COMPLETES)
  if (!isOurs) return [...words]
  const rest = words.slice(at + 1)
  refuseCommands(rest.slice(0, 1))
  // Options first: what follows the dashes is to be the first word.
  return [...rest, ...words.slice(0, at)]
}

/** The name of a command that a command line begins with, or none: then it starts a cluster. */
export function nameOf([first = '']: readonly string[]): string | undefined {
  return NAMES.find(name => name === first)
}
