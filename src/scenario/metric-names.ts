/** The metrics that thresholds can be on: what each takes. A new one is a new line here. */

/** What a metric is about, and so what can be asked of it. */
export type MetricKind =
  /** Each sample is a time: percentiles, `avg`, `min`, `max`, and their `count`. */
  | 'times'
  /** Each sample is an event: `count`, the `rate` per second, the `ratio` to another count. */
  | 'events'
  /** Each sample is a second's rate: percentiles, `avg`, `min` and `max`. */
  | 'rates'

export type LabelName = 'origin' | 'cluster' | 'path'

export interface MetricInfo {
  readonly kind: MetricKind
  readonly about: string
  /** By what it can be told apart. */
  readonly labels: readonly LabelName[]
  /** What its `ratio` is to. */
  readonly of?: string
  /** Whether only virtual time can measure it. */
  readonly isVirtual?: boolean
}

const BY_TASK = ['origin', 'cluster', 'path'] as const

export const METRICS = {
  'task.latency': {
    kind: 'times',
    about: 'from the intended send to the good reply',
    labels: BY_TASK,
  },
  'task.wait': {
    kind: 'times',
    about: 'from the intended send to the start of service',
    labels: BY_TASK,
    isVirtual: true,
  },
  'task.rate': { kind: 'rates', about: 'tasks done, second by second', labels: BY_TASK },
  'task.sent': { kind: 'events', about: 'tasks sent, each once', labels: ['origin'] },
  'task.done': {
    kind: 'events',
    about: 'tasks with a good reply',
    labels: BY_TASK,
    of: 'task.sent',
  },
  'task.lost': {
    kind: 'events',
    about: 'tasks given up after the last retry',
    labels: ['origin'],
    of: 'task.sent',
  },
  'task.retried': {
    kind: 'events',
    about: 'tasks sent again',
    labels: ['origin'],
    of: 'task.sent',
  },
  'task.duplicates': {
    kind: 'events',
    about: 'replies that came a second time',
    labels: ['origin'],
    of: 'task.done',
  },
  'task.local': {
    kind: 'events',
    about: 'tasks done by the cluster that they came from',
    labels: ['origin'],
    of: 'task.done',
  },
  'task.cloud': {
    kind: 'events',
    about: 'tasks done by a peer',
    labels: ['origin', 'cluster'],
    of: 'task.done',
  },
  'task.overcommit': {
    kind: 'events',
    about: 'delegated tasks that found no ready worker on arrival',
    labels: ['cluster'],
    of: 'task.cloud',
  },
  'task.malformed': {
    kind: 'events',
    about: 'messages that made no sense, by the cluster that got them',
    labels: ['cluster'],
  },
} as const satisfies Record<string, MetricInfo>

export type MetricName = keyof typeof METRICS
export const METRIC_NAMES = Object.keys(METRICS) as readonly MetricName[]

export function metricInfo(name: MetricName): MetricInfo {
  return METRICS[name]
}
