/** Mends what yargs completes by itself, which is not at home with a command without a name. */

import type { FallbackCompletionFunction, Options } from 'yargs'
import { commandOf } from './command-names.js'
import { CLUSTER_OPTIONS } from './options.js'

/** How the script for the shell asks for completions: this, the program, and what is typed. */
const ASK = '--get-yargs-completions'

/** The options of the command without a name, where they may be offered: yargs forgets them. */
export function forgottenOptions([ask, , ...typed]: readonly string[]): Record<string, Options> {
  return ask === ASK && commandOf(typed) === undefined ? CLUSTER_OPTIONS : {}
}

/** Commands are offered as a first word only; the one without a name, which is `$0`, never. */
export function completionOf([, , ...typed]: readonly string[]): FallbackCompletionFunction {
  const isOffered = (word: string) =>
    word.startsWith('-') || (typed.length <= 1 && !word.startsWith('$0'))
  return (_current, _argv, complete, done) =>
    complete((_error, words = []) => done(words.filter(isOffered)))
}
