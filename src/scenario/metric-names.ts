/** The metrics that thresholds can be on: what each takes. A new one is a new line here. */

/** What a metric is about, and so what can be asked of it. */
export type MetricKind =
  /** Each sample is a time: percentiles, `avg`, `min`, `max`, and their `count`. */
  | 'times'
  /** Each sample is an event: `count`, the `rate` per second, the `ratio` to another count. */
  | 'events'
  /** Each sample is a second's rate: percentiles, `avg`, `min` and `max`. */
  | 'rates'
  /** Each sample is the mean over a second: percentiles, `avg`, `min` and `max`. */
  | 'levels'

/** The cluster of the client, that of the worker, and whether a peer did it: `local`, `cloud`. */
export type LabelName = 'origin' | 'cluster' | 'path'

/** What there is to know of a metric. */
export interface MetricInfo {
  readonly kind: MetricKind
  readonly about: string
  /** The time of a sample: what a window has to have in it. */
  readonly at: string
  /** By what it can be told apart. */
  readonly labels: readonly LabelName[]
  /** What its `ratio` is to. */
  readonly of?: string
  /** Whether it counts only what that counts too, so that their ratio is 100% at most. */
  readonly isPart?: true
  /** Of levels: what they are compared with, such as 12, 80% or 300MiB. */
  readonly unit?: 'count' | 'share' | 'bytes'
  /** The only driver that can measure it, if not both can. */
  readonly only?: 'live' | 'sim'
}

const BY_TASK = ['origin', 'cluster', 'path'] as const

/** All metrics that a threshold can be on, by name. */
export const METRICS = {
  'task.latency': {
    kind: 'times',
    about: 'from the intended send to the good reply',
    at: 'the good reply',
    labels: BY_TASK,
  },
  'task.wait': {
    kind: 'times',
    about: 'from the intended send to the start of service',
    at: 'the start of service',
    labels: BY_TASK,
    only: 'sim',
  },
  'task.uncorrected': {
    kind: 'times',
    about: 'from the first send to the good reply: what it is without correction',
    at: 'the good reply',
    labels: BY_TASK,
  },
  'task.rate': {
    kind: 'rates',
    about: 'tasks done, second by second',
    at: 'the good reply',
    labels: BY_TASK,
  },
  'task.sent': {
    kind: 'events',
    about: 'tasks sent, each once',
    at: 'the first send',
    labels: ['origin'],
  },
  'task.done': {
    kind: 'events',
    about: 'tasks with a good reply',
    at: 'the good reply',
    labels: BY_TASK,
    of: 'task.sent',
    isPart: true,
  },
  'task.lost': {
    kind: 'events',
    about: 'tasks given up after the last retry',
    at: 'the last timeout',
    labels: ['origin'],
    of: 'task.sent',
    isPart: true,
  },
  'task.retried': {
    kind: 'events',
    about: 'tasks sent again',
    at: 'the send',
    labels: ['origin'],
    of: 'task.sent',
  },
  'task.duplicates': {
    kind: 'events',
    about: 'replies that came a second time',
    at: 'the reply',
    labels: ['origin'],
    of: 'task.done',
  },
  'task.local': {
    kind: 'events',
    about: 'tasks done by the cluster that they came from',
    at: 'the good reply',
    labels: ['origin'],
    of: 'task.done',
    isPart: true,
  },
  'task.cloud': {
    kind: 'events',
    about: 'tasks done by a peer',
    at: 'the good reply',
    labels: ['origin', 'cluster'],
    of: 'task.done',
    isPart: true,
  },
  'task.overcommit': {
    kind: 'events',
    about: 'delegated tasks that found no ready worker on arrival',
    at: 'when the broker read it',
    labels: ['cluster'],
    of: 'task.cloud',
  },
  'task.malformed': {
    kind: 'events',
    about: 'messages that made no sense, by the cluster that got them',
    at: 'when it was read',
    labels: ['cluster'],
  },
  'task.waiting': {
    kind: 'levels',
    about: 'own tasks that no worker has yet, here or elsewhere',
    at: 'a second',
    labels: ['cluster'],
    unit: 'count',
  },
  'worker.busy': {
    kind: 'levels',
    about: "the share of the time of a cluster's workers that they are at work",
    at: 'a second',
    labels: ['cluster'],
    unit: 'share',
  },
  'state.age': {
    kind: 'times',
    about: 'how old the word of a peer was when a task was delegated on it',
    at: 'the delegation',
    labels: ['cluster'],
  },
  'peer.notice': {
    kind: 'times',
    about: 'from the end or pause of a cluster, or a partition, to when a peer misses it',
    at: 'when the peer was missed',
    labels: ['cluster'],
  },
  'fault.recovery': {
    kind: 'times',
    about: 'from when a fault is mended to when latencies are again as before it',
    at: 'the end of the run',
    labels: [],
  },
  'process.cpu': {
    kind: 'levels',
    about: "how much of one core a cluster's process uses; above 100% with several threads",
    at: 'a second',
    labels: ['cluster'],
    unit: 'share',
    only: 'live',
  },
  'process.memory': {
    kind: 'levels',
    about: "the memory of a cluster's process",
    at: 'a second',
    labels: ['cluster'],
    unit: 'bytes',
    only: 'live',
  },
} as const satisfies Record<string, MetricInfo>

/** `task.latency` and the others. */
export type MetricName = keyof typeof METRICS
export const METRIC_NAMES = Object.keys(METRICS) as readonly MetricName[]

export function metricInfo(name: MetricName): MetricInfo {
  return METRICS[name]
}
