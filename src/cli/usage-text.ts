/** What yargs finds wrong with a command line, in the words of this program. */

import { nearest } from '../scenario/nearest.js'
import { commandOf } from './command-names.js'
import {
  CLUSTER_OPTIONS,
  COMPARE_OPTIONS,
  FUZZ_OPTIONS,
  REPLAY_OPTIONS,
  SIM_OPTIONS,
} from './options.js'

/** By command; all others take those of a cluster. */
const OPTIONS_OF: Readonly<Record<string, object>> = {
  sim: SIM_OPTIONS,
  fuzz: FUZZ_OPTIONS,
  replay: REPLAY_OPTIONS,
  compare: COMPARE_OPTIONS,
}

/** One line for a person: what is wrong with `args`, and the nearest valid word. */
export function usageText(message: string, args: readonly string[]): string {
  const [, unknown] = message.match(/^Unknown arguments?: ([^,]+)/) ?? []
  if (unknown !== undefined) return unknownText(unknown, args)
  if (message.startsWith('Not enough non-option arguments')) return missingText(args)
  const [, valueless] = message.match(/^Not enough arguments following: (.+)/) ?? []
  if (valueless !== undefined) return `The option --${valueless} needs a value`
  const [, flag] = message.match(/^Argument unexpected for: (.+)/) ?? []
  if (flag !== undefined) return `The option --${flag} takes no value`
  return message
}

function unknownText(unknown: string, args: readonly string[]): string {
  if (args.includes(unknown)) return `"${unknown}" is one word too many`
  const isLetter = unknown.length === 1
  const command = commandOf(args)
  const options = Object.keys(OPTIONS_OF[command ?? ''] ?? CLUSTER_OPTIONS)
  const near = isLetter ? undefined : nearest(unknown, [...options, 'help', 'version'])
  const help = ['peering', command, '--help'].filter(word => word !== undefined).join(' ')
  const advice = near ? `did you mean "--${near}"?` : `"${help}" lists the options`
  return `Unknown option ${isLetter ? '-' : '--'}${unknown}: ${advice}`
}

function missingText(args: readonly string[]): string {
  switch (commandOf(args)) {
    case 'sim':
      return 'Name a scenario file, as in "peering sim scenarios/guide.yaml"'
    case 'replay':
      return 'Name a trace, a scenario or a seed, as in "peering replay run.jsonl"'
    case 'compare':
      return 'Name two results, as in "peering compare a.json b.json"'
    case 'up':
      return 'Name clusters, as in "peering up DC1 DC2 DC3"'
    default:
      return 'Name a cluster, as in "peering DC1 DC2 DC3"; "peering --help" tells more'
  }
}
