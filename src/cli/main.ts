#!/usr/bin/env node
/** The program `peering`: reads the command line, and says in one line what is wrong with it. */

import yargs, { type CommandModule } from 'yargs'
import { hideBin } from 'yargs/helpers'
import { describeError } from '../base/describe-error.js'
import { VERSION } from '../run/version.js'
import { ScenarioError } from '../scenario/scenario-error.js'
import { UsageError } from '../scenario/usage-error.js'
import type { Command } from './command.js'
import { withoutDashes } from './command-names.js'
import { COMMANDS, NAMELESS } from './commands.js'
import {
  COMPLETION_HELP,
  completionOf,
  forgottenOptions,
  wantsCompletionHelp,
} from './completion.js'
import { OutputError } from './output-error.js'
import { withStdin } from './stdin-words.js'
import { usageText } from './usage-text.js'

/** Resolves with the exit code. */
type Run = () => Promise<number>

let outputError: NodeJS.ErrnoException | undefined
process.stdout.on('error', error => {
  outputError ??= error
})

// When all is done. Left to itself, Node first takes down the handlers of signals, and for the last
// 20 ms a second Ctrl-C would end the process by that signal.
process.once('beforeExit', () => process.exit())

process.once('exit', () => {
  // Yargs ends the program as it has printed the help, before anybody is told of an error.
  const error = outputError ?? process.stdout.errored
  // A reader that goes, as in `peering sim x.yaml | head`, has seen enough; all else is a failure.
  if (!error || ('code' in error && error.code === 'EPIPE')) return
  process.stderr.write(`peering: Cannot write the output: ${describeError(error)}\n`)
  process.exitCode = 1
})

main().then(
  code => {
    process.exitCode = code
  },
  error => {
    process.exitCode = error instanceof UsageError ? 2 : 1
    process.stderr.write(`${errorText(error)}\n`)
    if (process.env.PEERING_DEBUG && error instanceof Error) {
      process.stderr.write(`${error.stack}\n`)
    }
  },
)

function errorText(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  // Its lines begin with file, line and column, for editors and terminals to open.
  if (error instanceof ScenarioError) return message.replace(/^--/gm, 'peering: --')
  const isKnown = error instanceof UsageError || error instanceof OutputError
  return isKnown ? `peering: ${message}` : `peering: internal error: ${message}`
}

async function main(): Promise<number> {
  let run: Run = async () => 0
  const choose = (chosen: Run) => {
    run = chosen
  }
  const words = withoutDashes(withStdin(hideBin(process.argv)))
  if (wantsCompletionHelp(words)) {
    process.stdout.write(COMPLETION_HELP)
    return 0
  }
  await yargs(words)
    .scriptName('peering')
    .locale('en')
    .parserConfiguration({ 'boolean-negation': false })
    .usage('A peering cloud: clusters that lend each other workers, over ZeroMQ.')
    .command([NAMELESS, ...COMMANDS].map(command => moduleOf(command, choose)))
    .completion('completion', 'print the completion script for your shell', completionOf(words))
    .options(forgottenOptions(words))
    .strict()
    .help()
    .version(VERSION)
    .alias({ h: 'help', v: 'version' })
    .wrap(Math.min(100, process.stdout.columns || 100))
    .fail((message, error) => {
      // What yargs itself finds wrong is for a person to mend, whether or not it throws it.
      if (error && error.name !== 'YError') throw error
      throw new UsageError(usageText(message ?? error?.message ?? 'What is wrong?', words))
    })
    .parseAsync()
  return run()
}

/** A command as yargs has it; if it is the one that was typed, it is chosen, and not yet run. */
function moduleOf(command: Command, choose: (chosen: Run) => void): CommandModule {
  return {
    command: `${command.name} ${command.takes}`.trim(),
    describe: command.describe,
    builder: argv => {
      const positionals = Object.entries(command.positionals)
      for (const [name, positional] of positionals) argv.positional(name, positional)
      return argv.options(command.options).example(command.examples)
    },
    handler: argv => choose(() => command.run(argv)),
  }
}
