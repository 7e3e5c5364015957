/** What a command is: what can be typed, what the help says of it, and what it does. */

import type { InferredOptionTypes, Options, PositionalOptions } from 'yargs'
import type { CommandName } from './command-names.js'

type Table<Entry> = Readonly<Record<string, Entry>>

export interface Command<
  Positionals extends Table<PositionalOptions> = Table<PositionalOptions>,
  Taken extends Table<Options> = Table<Options>,
> {
  /** `$0`, as yargs has it, for the one without a name. */
  readonly name: CommandName | '$0'
  /** The words after its name, as yargs has them: `<self> [peers..]`. */
  readonly takes: string
  readonly describe: string
  readonly positionals: Positionals
  readonly options: Taken
  /** Each with what it is for; `$0` is the program. */
  readonly examples: readonly [line: string, describe: string][]
  /** What to tell people who name too little. */
  readonly missing?: string
  /** Resolves with the exit code; imports what it runs, so that no command waits for another's. */
  run(argv: InferredOptionTypes<Positionals & Taken>): Promise<number>
}

/** Any command, so that they fit in one list: what it runs gets what its own tables ask for. */
export function command<
  const Positionals extends Table<PositionalOptions>,
  Taken extends Table<Options>,
>(command: Command<Positionals, Taken>): Command {
  return command
}
