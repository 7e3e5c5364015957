/** The options of a cluster, which `peering <self>` and `up` share. */

import type { Options } from 'yargs'
import { BROKER_FIELDS, CLUSTER_FIELDS, LOAD_FIELDS } from '../../scenario/fields.js'
import { DEFAULT_LOAD, DEFAULTS } from '../../scenario/plan.js'
import { fieldText, flag, text } from '../options.js'

/** Names as on the command line; defaults are shown here, and set by the plan. */
export const CLUSTER_OPTIONS = {
  clients: fieldText('Cluster:', LOAD_FIELDS.clients),
  workers: fieldText('Cluster:', CLUSTER_FIELDS.workers),
  load: text('Cluster:', 'guide, closed:<think> or rate:<n>/s', DEFAULT_LOAD),
  service: fieldText('Cluster:', CLUSTER_FIELDS.service),
  body: fieldText('Cluster:', LOAD_FIELDS.body),
  timeout: fieldText('Cluster:', LOAD_FIELDS.timeout),
  retries: fieldText('Cluster:', LOAD_FIELDS.retries),
  policy: fieldText('Broker:', BROKER_FIELDS.policy),
  heartbeat: fieldText('Broker:', BROKER_FIELDS.heartbeat),
  'state-ttl': fieldText('Broker:', BROKER_FIELDS.stateTtl),
  'state-interval': fieldText('Broker:', BROKER_FIELDS.stateInterval),
  'task-timeout': fieldText('Broker:', BROKER_FIELDS.taskTimeout),
  dir: text('Machine:', 'directory of the socket files', 'one of your own'),
  endpoints: text('Machine:', 'how endpoints are named', DEFAULTS.template),
  local: text('Machine:', 'transport of the local flow: ipc or inproc', DEFAULTS.local),
  'client-threads': fieldText('Machine:', CLUSTER_FIELDS.clientThreads),
  'worker-threads': fieldText('Machine:', CLUSTER_FIELDS.workerThreads),
  seed: text('Run:', 'seed of all chance', 'a new one'),
  for: text('Run:', 'end after this time', 'at Ctrl-C'),
  'no-provenance': flag('Run:', 'leave date and machine out of the summary'),
  json: flag('Run:', 'one JSON object per line'),
  quiet: flag('Run:', 'only the summary'),
} as const satisfies Record<string, Options>

export type ClusterArguments = { readonly [Name in keyof typeof CLUSTER_OPTIONS]?: unknown }
