/** The options that `peering <self>` and `peering up` share, and the plan that they make. */

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
  json: flag('Run:', 'one JSON object per line'),
  quiet: flag('Run:', 'only the summary'),
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
  const forMs = read(argv, 'for', parseDuration)
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
    clients: read(argv, 'clients', atLeastOne),
    workers: read(argv, 'workers', atLeastOne),
    load: read(argv, 'load', parseLoad),
    service: read(argv, 'service', parseDistribution),
    bodyBytes: read(argv, 'body', wholeNumber),
    timeoutMs: read(argv, 'timeout', parseDuration),
    retries: read(argv, 'retries', wholeNumber),
    policy: read(argv, 'policy', word => oneOf(word, POLICY_NAMES)),
    heartbeatMs: read(argv, 'heartbeat', parseDuration),
    stateTtlMs: read(argv, 'state-ttl', parseDuration),
    stateIntervalMs: read(argv, 'state-interval', parseDuration),
    template: read(argv, 'endpoints', String),
    local: read(argv, 'local', word => oneOf(word, ['ipc', 'inproc'] as const)),
    clientThreads: read(argv, 'client-threads', atLeastOne),
    workerThreads: read(argv, 'worker-threads', atLeastOne),
    dir: read(argv, 'dir', String) ?? ownDirectory(),
    seed: seedOf(argv) ?? Math.floor(Math.random() * 2 ** 31),
  }
  return clusters.map(names => clusterPlan({ ...shared, ...names }))
}

/** Undefined if none is said. */
export function seedOf(argv: Pick<ClusterArguments, 'seed'>): number | undefined {
  return read(argv, 'seed', wholeNumber)
}

/** How many seeds to run with. */
export function seedCountOf(argv: Pick<ClusterArguments, 'seeds'>): number {
  return read(argv, 'seeds', atLeastOne) ?? 1
}

/** The file for the summary; undefined if none is said. */
export function outOf(argv: Pick<ClusterArguments, 'out'>): string | undefined {
  return read(argv, 'out', String)
}

/** Names the option in what its parser says is wrong. */
function read<T>(
  argv: ClusterArguments,
  name: OptionName,
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

function wholeNumber(digits: string): number {
  if (/^\d{1,15}$/.test(digits)) return Number(digits)
  throw new UsageError(`"${digits}" is not a whole number`)
}

function atLeastOne(digits: string): number {
  const number = wholeNumber(digits)
  if (number > 0) return number
  throw new UsageError('use a whole number above 0')
}

function oneOf<Word extends string>(word: string, words: readonly Word[]): Word {
  const found = words.find(valid => valid === word)
  if (found !== undefined) return found
  throw new UsageError(`"${word}" is unknown: ${suggestion(word, words)}`)
}
