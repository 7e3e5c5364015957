/** Mends what yargs completes by itself, which is not at home with a command without a name. */

import type { FallbackCompletionFunction } from 'yargs'
import type { Command } from './command.js'
import { nameOf } from './command-names.js'
import { NAMELESS } from './commands.js'

/** How the script for the shell asks for completions: this, the program, and what is typed. */
const ASK = '--get-yargs-completions'

/** Yargs prints the script, whatever else is said. */
export function wantsCompletionHelp([command, ...rest]: readonly string[]): boolean {
  return command === 'completion' && (rest.includes('--help') || rest.includes('-h'))
}

export const COMPLETION_HELP = `\
peering completion

print the completion script for your shell, which $SHELL names: bash or zsh

Examples:
  peering completion >> ~/.bashrc  for each bash that is started from now on
  peering completion >> ~/.zshrc   the same for zsh
`

/** The options of the command without a name, where they may be offered: yargs forgets them. */
export function forgottenOptions([ask, , ...typed]: readonly string[]): Command['options'] {
  return ask === ASK && nameOf(typed) === undefined ? NAMELESS.options : {}
}

/** Commands are offered as a first word only; the one without a name, which is `$0`, never. */
export function completionOf([, , ...typed]: readonly string[]): FallbackCompletionFunction {
  const isOffered = (word: string) =>
    word.startsWith('-') || (typed.length <= 1 && !word.startsWith('$0'))
  return (_current, _argv, complete, done) =>
    complete((_error, words = []) => done(words.filter(isOffered)))
}
