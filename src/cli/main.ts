#!/usr/bin/env node
/** The program `peering`: reads the command line, and says in one line what is wrong with it. */

import { createRequire } from 'node:module'
import yargs from 'yargs'
import { hideBin } from 'yargs/helpers'
import { ScenarioError } from '../scenario/scenario-error.js'
import { UsageError } from '../scenario/usage-error.js'
import { runSelf, runUp } from './cluster/run.js'
import { completionOf, forgottenOptions } from './completion.js'
import {
  CLUSTER_OPTIONS,
  COMPARE_OPTIONS,
  FUZZ_OPTIONS,
  REPLAY_OPTIONS,
  SIM_OPTIONS,
} from './options.js'
import { usageText } from './usage-text.js'

const { version } = createRequire(import.meta.url)('../../package.json') as { version: string }

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

// When all is done. Left to itself, Node first takes down the handlers of signals, and for the last
// 20 ms a second Ctrl-C would end the process by that signal.
process.once('beforeExit', () => process.exit())

function errorText(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  // Its lines begin with file, line and column, for editors and terminals to open.
  if (error instanceof ScenarioError) return message
  return error instanceof UsageError ? `peering: ${message}` : `peering: internal error: ${message}`
}

async function main(): Promise<number> {
  let run: () => Promise<number> = async () => 0
  const words = hideBin(process.argv)
  await yargs(words)
    .scriptName('peering')
    .locale('en')
    .parserConfiguration({ 'boolean-negation': false })
    .usage('A peering cloud: clusters that lend each other workers, over ZeroMQ.')
    .command(
      '$0 <self> [peers..]',
      'one cluster, in this terminal, until Ctrl-C',
      command =>
        command
          .positional('self', { type: 'string', demandOption: true, describe: 'its name' })
          .positional('peers', { type: 'string', array: true, default: [], describe: 'its peers' })
          .options(CLUSTER_OPTIONS)
          .example('$0 DC1 DC2 DC3', 'start DC1; do the same for DC2 and DC3 elsewhere')
          .example('$0 DC1 DC2 --load rate:200/s --service exp:50ms', 'a steady load')
          .example('$0 DC1 DC2 --policy guide --state-ttl 0s --dir .', "beside the Guide's own"),
      argv => {
        run = () => runSelf(argv.self, argv.peers, argv)
      },
    )
    .command(
      'up <names..>',
      'those clusters, one process each, all peers of each other',
      command =>
        command
          .positional('names', { type: 'string', array: true, demandOption: true })
          .options(CLUSTER_OPTIONS)
          .example('$0 up DC1 DC2 DC3 --for 20s', 'a cloud of three, with one live view')
          .example('$0 up A B --clients 100 --load closed:10ms', 'more clients, thinking less')
          .example('$0 up A B C --json --for 10s > run.jsonl', 'for a program to read'),
      argv => {
        run = () => runUp(argv.names, argv)
      },
    )
    .command(
      'sim <scenario>',
      'a scenario in virtual time',
      command =>
        command
          .positional('scenario', { type: 'string', demandOption: true, describe: 'its file' })
          .options(SIM_OPTIONS)
          .example('$0 sim scenarios/guide.yaml', "the Guide's demonstration, in a moment")
          .example('$0 sim scenarios/guide.yaml --seed 7', 'the same with other chances')
          .example('$0 sim scenarios/guide.yaml --seeds 20', 'how much of it is chance')
          .example('$0 sim scenarios/guide.yaml --out guide.json', 'the summary in a file'),
      argv => {
        run = async () => (await import('./sim/run.js')).runSim(argv)
      },
    )
    .command(
      'fuzz',
      'random scenarios in virtual time, until one breaks something',
      command =>
        command
          .options(FUZZ_OPTIONS)
          .example('$0 fuzz --seeds 5000', 'five thousand of them, on every core')
          .example('$0 fuzz --for 10m --seed 100000', 'others, for ten minutes'),
      argv => {
        run = async () => (await import('./fuzz/run.js')).runFuzz(argv)
      },
    )
    .command(
      'replay <what>',
      'a trace, a scenario or a seed of fuzz again, step by step',
      command =>
        command
          .positional('what', {
            type: 'string',
            demandOption: true,
            describe: 'its file, or a seed',
          })
          .options(REPLAY_OPTIONS)
          .example('$0 replay 2550', 'the scenario of that seed')
          .example('$0 replay scenarios/guide.yaml --at 10s', 'the tenth second of a scenario')
          .example("$0 replay run.jsonl --task 'DC1-c0001#3' | cat", 'the way of one task'),
      argv => {
        run = async () => (await import('./replay/run.js')).runReplay(argv)
      },
    )
    .command(
      'compare <a> <b>',
      'two results side by side',
      command =>
        command
          .positional('a', { type: 'string', demandOption: true, describe: 'a summary in JSON' })
          .positional('b', { type: 'string', demandOption: true, describe: 'another' })
          .options(COMPARE_OPTIONS)
          .example('$0 compare before.json after.json', 'of "peering sim" with --seeds and --out'),
      argv => {
        run = async () => (await import('./compare/run.js')).runCompare(argv)
      },
    )
    .completion('completion', 'print the completion script for your shell', completionOf(words))
    .options(forgottenOptions(words))
    .strict()
    .help()
    .version(version)
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
