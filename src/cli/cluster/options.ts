/** The options of a cluster, which `peering <self>` and `up` share. */

import type { Options } from 'yargs'
import { POLICY_NAMES } from '../../broker/policy.js'
import { DEFAULTS } from '../../scenario/plan.js'
import { flag, text } from '../options.js'

/** Names as on the command line; defaults are said here, and set by the plan. */
export const CLUSTER_OPTIONS = {
  clients: text('Cluster:', 'REQ clients', '10'),
  workers: text('Cluster:', 'REQ workers', '5'),
  load: text('Cluster:', 'guide, closed:<think> or rate:<n>/s', 'guide'),
  service: text('Cluster:', 'service time of a task', 'choice:0s,1s'),
  body: text('Cluster:', 'bytes of a task', '16'),
  timeout: text('Cluster:', 'how long a client waits for its answer', '10s'),
  retries: text('Cluster:', 'how often it then sends the task again', '3'),
  policy: text(
    'Broker:',
    `how a peer is chosen: ${POLICY_NAMES.join(', ')}; or a file such as ./mine.ts`,
    'weighted',
  ),
  heartbeat: text('Broker:', 'how often the capacity is told, change or not', '1s'),
  'state-ttl': text('Broker:', 'a peer silent for so long is forgotten; 0s: never', '3s'),
  'state-interval': text('Broker:', 'changes of capacity are told at most so often', '5ms'),
  'task-timeout': text(
    'Broker:',
    'a task not answered for so long is placed anew; 0s: never',
    'a quarter of --timeout, or 3 of the longest services',
  ),
  dir: text('Machine:', 'directory of the socket files', 'one of your own'),
  endpoints: text('Machine:', 'how endpoints are named', DEFAULTS.template),
  local: text('Machine:', 'transport of the local flow: ipc or inproc', 'ipc'),
  'client-threads': text('Machine:', 'threads that share the clients', 'half of the cores'),
  'worker-threads': text('Machine:', 'threads that share the workers', 'half of the cores'),
  seed: text('Run:', 'seed of all chance', 'a new one'),
  for: text('Run:', 'end after this time', 'at Ctrl-C'),
  'no-provenance': flag('Run:', 'leave date and machine out of the summary'),
  json: flag('Run:', 'one JSON object per line'),
  quiet: flag('Run:', 'only the summary'),
} as const satisfies Record<string, Options>

export type ClusterArguments = { readonly [Name in keyof typeof CLUSTER_OPTIONS]?: unknown }
