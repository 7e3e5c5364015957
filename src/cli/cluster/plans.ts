/** What the options of a cluster ask for: plans of clusters, and how the run goes. */

import { ownDirectory } from '../../live/directory.js'
import type { OnPolicyRead } from '../../policy/read.js'
import { parseDistribution, parseDuration, parseLoad } from '../../scenario/grammar.js'
import { suggest } from '../../scenario/messages.js'
import { type ClusterPlan, clusterPlan } from '../../scenario/plan.js'
import { UsageError } from '../../scenario/usage-error.js'
import { atLeastOne, option, seedOf, timeAboveZero, wholeNumber } from '../options.js'
import type { RunOptions } from '../output/outputs.js'
import { policyOf } from '../policy-argument.js'
import type { ClusterArguments } from './options.js'

export function runOptions(argv: ClusterArguments): RunOptions {
  const forMs = option(argv, 'for', timeAboveZero)
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
  onPolicyRead: OnPolicyRead,
): ClusterPlan[] {
  const shared = {
    loads: [
      {
        clients: option(argv, 'clients', wholeNumber),
        load: option(argv, 'load', parseLoad),
        bodyBytes: option(argv, 'body', wholeNumber),
        timeoutMs: option(argv, 'timeout', parseDuration),
        retries: option(argv, 'retries', wholeNumber),
      },
    ],
    workers: option(argv, 'workers', wholeNumber),
    service: option(argv, 'service', parseDistribution),
    policy: policyOf(argv, onPolicyRead),
    heartbeatMs: option(argv, 'heartbeat', parseDuration),
    stateTtlMs: option(argv, 'state-ttl', parseDuration),
    stateIntervalMs: option(argv, 'state-interval', parseDuration),
    taskTimeoutMs: option(argv, 'task-timeout', parseDuration),
    template: option(argv, 'endpoints', String),
    local: option(argv, 'local', word => oneOf(word, ['ipc', 'inproc'] as const)),
    clientThreads: option(argv, 'client-threads', atLeastOne),
    workerThreads: option(argv, 'worker-threads', atLeastOne),
    dir: option(argv, 'dir', String) ?? ownDirectory(),
    seed: seedOf(argv) ?? Math.floor(Math.random() * 2 ** 31),
  }
  return clusters.map(names => clusterPlan({ ...shared, ...names }))
}

function oneOf<Word extends string>(word: string, words: readonly Word[]): Word {
  const found = words.find(valid => valid === word)
  if (found !== undefined) return found
  throw new UsageError(`"${word}" is unknown: ${suggest(word, words)}`)
}
