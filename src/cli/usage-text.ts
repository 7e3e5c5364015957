/** What yargs finds wrong with a command line, in the words of this program. */

import { nearest } from '../scenario/messages.js'
import { nameOf } from './command-names.js'
import { commandOf } from './commands.js'

/** One line for a person: what is wrong with `args`, and the nearest valid word. */
export function usageText(message: string, args: readonly string[]): string {
  const [, unknown] = message.match(/^Unknown arguments?: ([^,]+)/) ?? []
  if (unknown !== undefined) return unknownText(unknown, args)
  const isMissing = message.startsWith('Not enough non-option arguments')
  if (isMissing) return commandOf(args).missing ?? message
  const [, valueless] = message.match(/^Not enough arguments following: (.+)/) ?? []
  if (valueless !== undefined) return `The option --${valueless} needs a value`
  const [, flag] = message.match(/^Argument unexpected for: (.+)/) ?? []
  if (flag !== undefined) return `The option --${flag} takes no value`
  return message
}

function unknownText(unknown: string, args: readonly string[]): string {
  const help = ['peering', nameOf(args), '--help'].filter(word => word !== undefined).join(' ')
  if (args.includes(unknown)) {
    return `"${unknown}" is one word too many: "${help}" shows what is taken`
  }
  const isLetter = unknown.length === 1
  const options = Object.keys(commandOf(args).options)
  const near = isLetter ? undefined : nearest(unknown, [...options, 'help', 'version'])
  const advice = near ? `did you mean "--${near}"?` : `"${help}" lists the options`
  return `Unknown option ${isLetter ? '-' : '--'}${unknown}: ${advice}`
}
