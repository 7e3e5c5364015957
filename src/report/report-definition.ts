/** What a report in JSON is made of, in one place: by it files are read, and its schema is made. */

import { z } from 'zod'
import { PROVENANCE } from './provenance-definition.js'
import { about, count, TOTALS, time } from './totals-definition.js'

const byCluster = (words: string) => about(words, z.record(z.string(), count))

const CLUSTER = z.object({
  ...TOTALS.shape,
  workers: count,
  delegatedTo: byCluster('Tasks delegated, by peer.'),
  servedFor: byCluster('Tasks done for others, by peer.'),
  doneBy: byCluster('Who did the tasks of its clients: itself and its peers.'),
})

/** Only where there are many seeds. */
const OVER_SEEDS = about(
  'Of many seeds, in how many it held, or not, or could not be told; the rest is of the worst.',
  z
    .object({ held: count, failed: count, unknown: count, seed: z.number() })
    .meta({ id: 'overSeeds' })
    .optional(),
)

const THRESHOLD = z.object({
  metric: z.string(),
  expr: z.string(),
  value: about(
    'Of the first window that failed, else of the worst; null: nothing measured, or endless.',
    z.number().nullable(),
  ),
  passed: z.boolean(),
  fromMs: time,
  untilMs: time,
  wholeRun: about('Whether that is all that was to be measured.', z.boolean()),
  overSeeds: OVER_SEEDS,
})

const THEORY = z.object({
  model: z.string(),
  queue: z.string(),
  cluster: z.string().optional(),
  metric: z.literal('task.wait'),
  measured: z.number().nullable(),
  exact: time,
  atLeast: z.boolean(),
  standardErrors: z.number().nullable(),
  agrees: z.boolean(),
  neededMs: time,
  overSeeds: OVER_SEEDS,
})

const INVARIANT = z.object({
  name: z.string(),
  verdict: z.enum(['true', 'false', 'unknown']),
  broken: z.object({ t: time, what: z.string() }).optional(),
  overSeeds: OVER_SEEDS,
})

const COST = z.object({
  untilMs: about('Until it was recovered from, the next struck after it, or the run ended.', time),
  p90BeforeMs: about('Median of the ten seconds before.', time.nullable()),
  p99BeforeMs: about('Highest of the ten seconds before.', time.nullable()),
  maxBeforeMs: about('The slowest task of the ten seconds before.', time.nullable()),
  p90WorstMs: about("The worst second's since.", time.nullable()),
  p99WorstMs: about("The worst second's since.", time.nullable()),
  maxWorstMs: about('The slowest task since.', time.nullable()),
  silentMs: about('The longest without any answer, in whole seconds.', time),
  lost: z.number(),
  retried: z.number(),
})

export const FAULT = z.object({
  words: z.string(),
  atMs: time,
  endMs: about('When mended: at once where there is nothing; null: never.', time.nullable()),
  noticedAfterMs: about('By cluster.', z.record(z.string(), time)),
  recoveredAfterMs: about('Since its end; null: not seen.', time.nullable()),
  notRecovered: about(
    'Why there is no such time, where there is none.',
    z
      .enum(['not seen', 'too late to see', 'nothing to compare with', 'nothing to recover from'])
      .optional(),
  ),
  cost: COST.optional(),
})

const SEED = z.object({
  seed: z.number(),
  exitCode: z.number(),
  durationMs: time,
  total: TOTALS,
  clusters: z.record(z.string(), CLUSTER),
  thresholds: about(
    "In the order of the report's own.",
    z.array(THRESHOLD.pick({ value: true, passed: true })),
  ),
  theory: about(
    "In the order of the report's own.",
    z.array(THEORY.pick({ measured: true, standardErrors: true, agrees: true })).optional(),
  ),
  broken: about('The invariants that did not hold.', z.array(INVARIANT).optional()),
  faults: z.array(FAULT).optional(),
  digest: z.string().optional(),
})

const PERCENTILES = z
  .array(z.object({ percentile: z.number().min(0).max(100), ms: time }))
  .meta({ id: 'percentiles' })

const ROW = z
  .object({
    sent: about('Tasks first sent.', count),
    done: about('Tasks with a good reply.', count),
    lost: about('Tasks given up.', count),
    retried: about('Times that a task was sent again.', count),
    cloud: about('Tasks done by a peer.', count),
    inFlight: about('Tasks without an answer, at its end.', count),
    waiting: about('Own tasks that no worker has yet: mean.', count),
    busy: about('Workers at work: mean.', count),
    workers: about('Workers that are there: mean.', count),
    ready: about('Workers without a task: mean.', count),
    p50: about('Latency of the tasks done; null: none.', time.nullable()),
    p90: time.nullable(),
    p99: time.nullable(),
    max: time.nullable(),
    ageMs: about('How old the word of a peer was, of its delegations: mean.', time.nullable()),
    cpu: about('Cores in use: mean; null in virtual time.', z.number().min(0).nullable()),
    memory: about('Bytes: mean; null in virtual time.', count.nullable()),
  })
  .meta({ id: 'row' })

const SECOND = z.object({
  t: about('Its end.', time),
  total: ROW,
  clusters: z.record(z.string(), ROW),
})

const SLOW_TASK = z.object({
  task: z.string(),
  origin: z.string(),
  by: z.string(),
  latencyMs: time,
  answeredMs: time,
  hops: z.array(
    z.object({
      t: z.number(),
      at: z.string(),
      socket: z.string(),
      dir: z.enum(['in', 'out', 'back']),
      with: z.string(),
    }),
  ),
})

/** Times in ms; points in time since the start of the run. */
export const REPORT = z.object({
  version: z.literal(1),
  type: z.literal('summary'),
  mode: z.enum(['live', 'sim']),
  name: z.string(),
  seed: z.number(),
  durationMs: about('How long was measured.', time),
  warmupMs: about('What was before is not measured.', time),
  verdict: z.enum(['pass', 'fail', 'inconclusive']),
  exitCode: z.number(),
  total: TOTALS,
  clusters: z.record(z.string(), CLUSTER),
  thresholds: z.array(THRESHOLD),
  theory: z.array(THEORY),
  invariants: z.array(INVARIANT),
  digest: about('Virtual time only: the same for the same seed.', z.string().optional()),
  seeds: about(
    'Where the run was repeated: each seed that was run to its end.',
    z.array(SEED).optional(),
  ),
  seedsAsked: about('How many seeds were to be run.', count.optional()),
  notes: about('What whoever reads the figures should know.', z.array(z.string()).optional()),
  drained: about(
    'Tasks in flight at the end, and what became of them; no other figure has them.',
    z.object({ answered: count, lost: count, unanswered: count, tookMs: time }).optional(),
  ),
  faults: about('Of a run with faults: what they cost.', z.array(FAULT).optional()),
  provenance: about('Where it comes from; see --no-provenance.', PROVENANCE.optional()),
  percentiles: z.object({
    latency: PERCENTILES,
    uncorrected: PERCENTILES,
    local: PERCENTILES,
    cloud: PERCENTILES,
  }),
  series: about('Second by second.', z.array(SECOND)),
  slowest: about('The slowest first.', z.array(SLOW_TASK)),
})

/** The JSON Schema of reports. What it has no field for may come in a later version. */
export function reportSchema(): Record<string, unknown> {
  return {
    ...z.toJSONSchema(REPORT, { io: 'input' }),
    title: 'A report of peering',
    description: 'What a run of a scenario came to. Times are in ms.',
  }
}
