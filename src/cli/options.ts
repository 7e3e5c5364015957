/** The options of each command, and the plan that those of `peering <self>` and `up` make. */

import type { Options } from 'yargs'
import type { Millis } from '../base/time.js'
import { POLICY_NAMES } from '../broker/policy.js'
import { ownDirectory } from '../live/directory.js'
import { parseDistribution, parseDuration, parseLoad } from '../scenario/grammar.js'
import { suggestion } from '../scenario/nearest.js'
import { type ClusterPlan, clusterPlan, DEFAULTS } from '../scenario/plan.js'
import { UsageError } from '../scenario/usage-error.js'

const text = (group: string, describe: string, shown?: string): Options => ({
  type: 'string',
  requiresArg: true,
  group,
  describe: shown === undefined ? describe : `${describe} [default: ${shown}]`,
})

/** On or off: without `nargs`, `--json=maybe` is no error, and `--json false` is off. */
const flag = (group: string, describe: string): Options => ({
  type: 'boolean',
  nargs: 0,
  group,
  describe,
})

/** Names as on the command line; defaults are said here, and set by the plan. */
export const CLUSTER_OPTIONS = {
  clients: text('Cluster:', 'REQ clients', '10'),
  workers: text('Cluster:', 'REQ workers', '5'),
  load: text('Cluster:', 'guide, closed:<think> or rate:<n>/s', 'guide'),
  service: text('Cluster:', 'service time of a task', 'choice:0s,1s'),
  body: text('Cluster:', 'bytes of a task', '16'),
  timeout: text('Cluster:', 'how long a client waits for its answer', '10s'),
  retries: text('Cluster:', 'how often it then sends the task again', '3'),
  policy: text('Broker:', `how a peer is chosen: ${POLICY_NAMES.join(', ')}`, 'weighted'),
  heartbeat: text('Broker:', 'how often the capacity is told, change or not', '1s'),
  'state-ttl': text('Broker:', 'a peer silent for so long is forgotten; 0s: never', '3s'),
  'state-interval': text('Broker:', 'changes of capacity are told at most so often', '5ms'),
  dir: text('Machine:', 'directory of the socket files', 'one of your own'),
  endpoints: text('Machine:', 'how endpoints are named', DEFAULTS.template),
  local: text('Machine:', 'transport of the local flow: ipc or inproc', 'ipc'),
  'client-threads': text('Machine:', 'threads that share the clients', 'half of the cores'),
  'worker-threads': text('Machine:', 'threads that share the workers', 'half of the cores'),
  seed: text('Run:', 'seed of all chance', 'a new one'),
  for: text('Run:', 'end after this time', 'at Ctrl-C'),
  json: flag('Run:', 'one JSON object per line'),
  quiet: flag('Run:', 'only the summary'),
} as const satisfies Record<string, Options>

export const SIM_OPTIONS = {
  seed: text('Run:', "seed of all chance, in place of the file's"),
  seeds: text('Run:', 'run with so many seeds, that one and the following', '1'),
  out: text('Run:', 'write the summary to this .json file'),
  trace: text('Run:', 'write all that happens, with the first seed, to this file'),
  json: flag('Run:', 'one JSON object per line'),
  quiet: flag('Run:', 'only the summary'),
} as const satisfies Record<string, Options>

export const FUZZ_OPTIONS = {
  seeds: text('Run:', 'how many seeds to try', '1000, or as many as --for allows'),
  seed: text('Run:', 'the first of them', '0'),
  jobs: text('Run:', 'how many threads', 'one for each core'),
  for: text('Run:', 'end after this time'),
  dir: text('Run:', 'directory for what is found', 'this one'),
  json: flag('Run:', 'one JSON object at the end'),
  quiet: flag('Run:', 'only the end'),
} as const satisfies Record<string, Options>

export const REPLAY_OPTIONS = {
  seed: text('Run:', "of a scenario: its seed, in place of the file's"),
  task: text('Run:', 'begin with this task, such as DC1-c0001#3; in a pipe, only that'),
  at: text('Run:', 'begin at this time; in a pipe, end there'),
  json: flag('Run:', 'the events as the trace has them'),
} as const satisfies Record<string, Options>

export const COMPARE_OPTIONS = {
  json: flag('Run:', 'one JSON object'),
} as const satisfies Record<string, Options>

type OptionName = keyof typeof CLUSTER_OPTIONS | keyof typeof SIM_OPTIONS
export type ClusterArguments = { readonly [Name in OptionName]?: unknown }

/** What an invocation says about the run rather than about a cluster. */
export interface RunOptions {
  /** Undefined: until somebody ends it. */
  readonly forMs: Millis | undefined
  readonly isJson: boolean
  readonly isQuiet: boolean
}

export function runOptions(argv: ClusterArguments): RunOptions {
  const forMs = option(argv, 'for', parseDuration)
  if (forMs === 0) throw new UsageError('--for 0s: use a time above 0')
  return { forMs, isJson: argv.json === true, isQuiet: argv.quiet === true }
}

/**
 * A plan for each cluster, each knowing all the others of `names` but not itself.
 *
 * @throws UsageError that names the option that is wrong.
 */
export function plansOf(
  clusters: readonly { readonly self: string; readonly peers: readonly string[] }[],
  argv: ClusterArguments,
): ClusterPlan[] {
  const shared = {
    loads: [
      {
        clients: option(argv, 'clients', atLeastOne),
        load: option(argv, 'load', parseLoad),
        bodyBytes: option(argv, 'body', wholeNumber),
        timeoutMs: option(argv, 'timeout', parseDuration),
        retries: option(argv, 'retries', wholeNumber),
      },
    ],
    workers: option(argv, 'workers', atLeastOne),
    service: option(argv, 'service', parseDistribution),
    policy: option(argv, 'policy', word => oneOf(word, POLICY_NAMES)),
    heartbeatMs: option(argv, 'heartbeat', parseDuration),
    stateTtlMs: option(argv, 'state-ttl', parseDuration),
    stateIntervalMs: option(argv, 'state-interval', parseDuration),
    template: option(argv, 'endpoints', String),
    local: option(argv, 'local', word => oneOf(word, ['ipc', 'inproc'] as const)),
    clientThreads: option(argv, 'client-threads', atLeastOne),
    workerThreads: option(argv, 'worker-threads', atLeastOne),
    dir: option(argv, 'dir', String) ?? ownDirectory(),
    seed: seedOf(argv) ?? Math.floor(Math.random() * 2 ** 31),
  }
  return clusters.map(names => clusterPlan({ ...shared, ...names }))
}

/** Undefined if none is said. */
export function seedOf(argv: Pick<ClusterArguments, 'seed'>): number | undefined {
  return option(argv, 'seed', wholeNumber)
}

/** How many seeds to run with. */
export function seedCountOf(argv: Pick<ClusterArguments, 'seeds'>): number {
  return option(argv, 'seeds', atLeastOne) ?? 1
}

/** The file for the summary; undefined if none is said. */
export function outOf(argv: Pick<ClusterArguments, 'out'>): string | undefined {
  return option(argv, 'out', String)
}

/**
 * An option as its parser reads it; undefined if it is not said.
 *
 * @throws UsageError that names the option, where its parser says what is wrong.
 */
export function option<Name extends string, T>(
  argv: { readonly [Key in Name]?: unknown },
  name: Name,
  parse: (text: string) => T,
): T | undefined {
  const said = argv[name]
  // Said twice, the last word counts, so that a script's options can be overruled.
  const value = Array.isArray(said) ? said.at(-1) : said
  if (value === undefined) return undefined
  try {
    return parse(String(value))
  } catch (error) {
    if (error instanceof UsageError) throw new UsageError(`--${name}: ${error.message}`)
    throw error
  }
}

export function wholeNumber(digits: string): number {
  if (/^\d{1,15}$/.test(digits)) return Number(digits)
  throw new UsageError(`"${digits}" is not a whole number`)
}

export function atLeastOne(digits: string): number {
  const number = wholeNumber(digits)
  if (number > 0) return number
  throw new UsageError('use a whole number above 0')
}

function oneOf<Word extends string>(word: string, words: readonly Word[]): Word {
  const found = words.find(valid => valid === word)
  if (found !== undefined) return found
  throw new UsageError(`"${word}" is unknown: ${suggestion(word, words)}`)
}
