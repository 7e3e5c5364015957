/**
 * The fields of a scenario that a command line has too: what each is, its range, and its default,
 * which stands nowhere else. `definition*.ts` makes the schema of them. Without zod, which would
 * add 50 ms to every start of the program.
 */

import type { Millis } from '../base/time.js'
import { POLICY_NAMES } from '../broker/policy.js'
import { sayMs } from './grammar.js'

/** What there is to know of a field, whoever takes it. */
export interface FieldHelp {
  /** Its first sentence is what the help of a command says. */
  readonly description: string
  /** As a file has it. */
  readonly default?: string | number
  /** What it is where it is not said, if that depends. */
  readonly otherwise?: string
  /** Of numbers as they are, of times in ms. */
  readonly least?: number
  readonly most?: number
}

/** The largest body of a task: 1 MiB. */
const BODY_BYTES_MAX = 1_048_576

/** The most clients, or workers, of a cluster. */
export const COUNT_MAX = 65_536

const THREADS_MAX = 1024

export const SOCKETS = ['own', 'shared'] as const

export const BROKER_FIELDS = {
  policy: {
    description:
      `How a peer is chosen: ${POLICY_NAMES.map(name => `\`${name}\``).join(', ')}; or a file ` +
      'such as `./mine.ts`. In a scenario it is relative to its file.',
    default: 'weighted',
  },
  heartbeat: {
    description: 'How often the capacity is told, change or not.',
    least: 1,
    default: '1s',
  },
  stateTtl: {
    description: 'A peer silent for so long is forgotten; `0s`: never. Not below the heartbeat.',
    least: 0,
    default: '3s',
  },
  stateInterval: {
    description: 'Changes of capacity are told at most so often.',
    least: 0,
    default: '5ms',
  },
  taskTimeout: {
    description:
      'A task that no worker answers in this time, and no peer in twice of it, is placed anew; ' +
      '`0s`: never.',
    least: 0,
    otherwise:
      'the larger of a quarter of the shortest client timeout and three times the longest service',
  },
} as const satisfies Record<string, FieldHelp>

export const CLUSTER_FIELDS = {
  workers: { description: 'How many workers.', least: 0, most: COUNT_MAX, default: 5 },
  service: {
    description: 'How long a worker works on a task.',
    default: 'choice:0s,1s',
  },
  clientThreads: {
    description: 'Threads that share the clients, on a real machine.',
    least: 1,
    most: THREADS_MAX,
    otherwise: 'half of the cores, 8 at most',
  },
  workerThreads: {
    description: 'Threads that share the workers, on a real machine.',
    least: 1,
    most: THREADS_MAX,
    otherwise: 'half of the cores, 8 at most',
  },
  workerSockets: {
    description:
      '`own`: a REQ socket for each worker, as in the Guide. `shared`: one DEALER for all of a ' +
      'thread, which costs far less; each is still a worker of its own. Virtual time makes no ' +
      'difference.',
    default: 'own',
  },
} as const satisfies Record<string, FieldHelp>

export const LOAD_FIELDS = {
  clients: {
    description: 'How many clients. Each has one task under way at most.',
    least: 1,
    most: COUNT_MAX,
    default: 10,
  },
  timeout: { description: 'How long a client waits for its answer.', least: 1, default: '10s' },
  retries: {
    description: 'How often it then sends the task again, before the task is lost.',
    least: 0,
    most: 1000,
    default: 3,
  },
  body: { description: 'Bytes of a task.', least: 1, most: BODY_BYTES_MAX, default: 16 },
  sockets: {
    description:
      'On a real machine: `own`, a REQ socket for each client, or `shared`, one DEALER for all ' +
      'of a thread.',
    default: 'own',
  },
} as const satisfies Record<string, FieldHelp>

export const HEAD_FIELDS = {
  seed: {
    description: 'The seed of all chance.',
    least: 0,
    most: Number.MAX_SAFE_INTEGER,
    default: 1,
  },
} as const satisfies Record<string, FieldHelp>

/** What is wrong with the two together, as the end of a line that begins with the first. */
export function ttlProblem(stateTtlMs: Millis, heartbeatMs: Millis): string | undefined {
  if (stateTtlMs === 0 || stateTtlMs >= heartbeatMs) return undefined
  const heartbeat = sayMs(heartbeatMs)
  return (
    `${sayMs(stateTtlMs)} is shorter than the heartbeat of ${heartbeat}: every peer would be ` +
    `forgotten between two words, use ${heartbeat} or more, or 0s for never`
  )
}
