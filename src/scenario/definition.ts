/** The fields of scenario files, each with its help: what is read, and what editors know. */

import { z } from 'zod'
import { CLUSTER_NAME_PATTERN } from '../wire/names.js'
import { ATTACK } from './definition-attacks.js'
import { FAULTS } from './definition-faults.js'
import { LOADS } from './definition-loads.js'
import {
  bandwidth,
  clusterNames,
  distribution,
  duration,
  moment,
  policy,
  share,
  text,
  wholeNumber,
  word,
} from './fields.js'
import { EXPR_WORD, METRIC_MAP, METRIC_WORD } from './metric-schema.js'
import { COUNT_MAX } from './plan.js'
import { THEORY_NAMES } from './scenario-plan.js'
import { wants } from './wording.js'

/** What a broker does; also said of a single cluster. */
export const BROKER = z.strictObject({
  policy: policy({
    description:
      'How a peer is chosen for a task that no local worker can take: a name, or the path of a ' +
      'file with a policy of your own, such as ./mine.ts.',
    default: 'weighted',
  }).optional(),
  heartbeat: duration(
    { description: 'How often the capacity is told, change or not.', default: '1s' },
    1,
  ).optional(),
  stateTtl: duration({
    description: 'A peer silent for so long is forgotten; 0s: never.',
    default: '3s',
  }).optional(),
  stateInterval: duration({
    description: 'Changes of capacity are told at most so often.',
    default: '5ms',
  }).optional(),
  taskTimeout: duration({
    description:
      'A task that no worker answers in this time, and no peer in twice of it, is placed anew; ' +
      '0s: never. The larger of a quarter of the shortest client timeout and three times the ' +
      'longest service, unless it is said here.',
  }).optional(),
})

export const CLUSTER = z.strictObject({
  workers: wholeNumber(0, COUNT_MAX, { description: 'How many workers.', default: 5 }).optional(),
  service: distribution({
    description: 'How long a worker works on a task.',
    default: 'choice:0s,1s',
  }).optional(),
  peers: clusterNames({
    description: 'Whom its broker knows. All the others, unless it is said here.',
  }).optional(),
  ...BROKER.shape,
  clientThreads: wholeNumber(1, 1024, {
    description: 'On a real machine: threads that share the clients.',
  }).optional(),
  workerThreads: wholeNumber(1, 1024, {
    description: 'On a real machine: threads that share the workers.',
  }).optional(),
  workerSockets: word(['own', 'shared'], {
    description:
      'A REQ socket for each worker, or one DEALER for all of a thread, which costs far less.',
    default: 'own',
  }).optional(),
})

export const LINK = z.strictObject({
  latency: distribution({
    description: 'How long a message is under way, in each direction.',
    default: '0s',
  }).optional(),
  loss: share({ description: 'The share of messages that is lost.', default: 0 }).optional(),
  bandwidth: bandwidth({
    description: 'How much goes over the link in a time. Without bound, unless it is said here.',
  }).optional(),
})

export const EXPECT = z.strictObject({
  theory: word(THEORY_NAMES, {
    description:
      'Compare the mean wait with that of a queue: mmc of each cluster, pooled-mmc of all as ' +
      'one, closed-mmc of clients that think, mg1 of one worker and any service.',
  }),
})

const GRACE = z.strictObject({
  after: duration({ description: 'From when on, since the begin of what it is about.' }),
})

const abortOnFail = (help: { description: string }) => {
  const expected = wants('use true, or { after: 10s }')
  return z.union([z.boolean(), GRACE], expected).meta(help)
}

/** A threshold that says more than `metric: expression`. */
export const THRESHOLD = z.strictObject({
  metric: text('use a metric such as task.latency{origin:DC1}', {
    description: 'What is measured, such as task.latency or task.done{origin:DC1,path:cloud}.',
    hints: METRIC_WORD,
  }),
  expr: text('use an expression such as p(99) < 2s', {
    description: 'What must hold, such as p(99) < 2s, count == 0 or ratio < 1%.',
    hints: EXPR_WORD,
  }),
  window: duration({ description: 'It must hold in every window of this length.' }, 1).optional(),
  after: text('use a time such as 30s, or a fault such as heal+10s', {
    description: 'From when: a time such as 30s, or a fault and a time after it, such as heal+10s.',
  }).optional(),
  abortOnFail: abortOnFail({
    description: 'End the run when it fails; after: not before so much of its span has passed.',
  }).optional(),
})

/** All that a file says besides its sections. */
export const HEAD = z.strictObject({
  $schema: z.string(wants('use the address of a schema')).optional(),
  version: z
    .literal(1, wants('use 1, the only version there is'))
    .meta({ description: 'Of this format.' }),
  name: text('use a name', {
    description: "What the run is called. The file's own name, unless it is said here.",
  }).optional(),
  seed: wholeNumber(0, Number.MAX_SAFE_INTEGER, {
    description: 'The seed of all chance.',
    default: 1,
  }).optional(),
  duration: duration({ description: 'How long the run lasts.' }, 1),
  warmup: moment({
    description: 'What happens before is not measured.',
    default: '0s',
  }).optional(),
})

/** What a file has besides what is in `HEAD`. */
export const SECTIONS = [
  'clusters',
  'broker',
  'links',
  'load',
  'faults',
  'attacks',
  'thresholds',
  'expect',
] as const

/** The whole file, for the schema. What is in its sections is read one by one. */
export const SCENARIO = HEAD.extend({
  clusters: z
    .record(z.string().regex(new RegExp(CLUSTER_NAME_PATTERN)), CLUSTER.nullable())
    .meta({ description: 'The clusters by name, each with what is not as the defaults are.' }),
  broker: BROKER.optional().meta({ description: 'What the brokers of all clusters do.' }),
  links: z
    .object({
      default: LINK.optional().meta({ description: 'All links between brokers.' }),
      local: LINK.optional().meta({ description: 'Between a broker and its clients and workers.' }),
    })
    .catchall(LINK)
    .optional()
    .meta({ description: 'By pair, such as DC1-DC2; or by direction, such as DC1>DC2.' }),
  load: z
    .array(z.union(LOADS))
    .optional()
    .meta({ description: 'What clients there are, and when they send.' }),
  faults: z
    .array(z.union(Object.values(FAULTS)))
    .optional()
    .meta({ description: 'What breaks, and when.' }),
  attacks: z
    .array(ATTACK)
    .optional()
    .meta({ description: 'In virtual time: what hostile and faulty parties do.' }),
  thresholds: z
    .array(z.union([THRESHOLD, z.any().meta(METRIC_MAP)]))
    .optional()
    .meta({ description: 'What must hold for the run to pass.' }),
  expect: EXPECT.optional().meta({ description: 'What theory says.' }),
})
