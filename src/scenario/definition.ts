/**
 * The definition of scenario files: each field with its help, its range and its default. Reading,
 * the types, the schema for editors and the tables of docs/scenarios.md are all made of it.
 */

import { z } from 'zod'
import { CLUSTER_NAME_PATTERN } from '../wire/names.js'
import { ATTACKS } from './attack.js'
import { FAULTS } from './definition-faults.js'
import { LOADS } from './definition-loads.js'
import {
  bandwidth,
  clusterName,
  clusterNames,
  distribution,
  duration,
  field,
  moment,
  policy,
  share,
  text,
  wholeNumber,
  withoutDefaults,
  word,
} from './field-kinds.js'
import { BROKER_FIELDS, CLUSTER_FIELDS, HEAD_FIELDS, SOCKETS } from './fields.js'
import { expecting } from './messages.js'
import { EXPR_WORD, METRIC_MAP, METRIC_WORD } from './metric-schema.js'
import { THEORY_NAMES } from './scenario-plan.js'

/** What a broker does. */
export const BROKER = z.strictObject({
  policy: policy(BROKER_FIELDS.policy),
  heartbeat: duration(BROKER_FIELDS.heartbeat),
  stateTtl: duration(BROKER_FIELDS.stateTtl),
  stateInterval: duration(BROKER_FIELDS.stateInterval),
  taskTimeout: duration(BROKER_FIELDS.taskTimeout).optional(),
})

/** What all brokers, or that of one cluster, do otherwise than by the defaults. */
export const BROKER_SAID = withoutDefaults(BROKER)

export const CLUSTER = z.strictObject({
  workers: wholeNumber(CLUSTER_FIELDS.workers),
  service: distribution(CLUSTER_FIELDS.service),
  peers: clusterNames({
    description: 'Whom its broker knows.',
    otherwise: 'all the others',
  }).optional(),
  ...BROKER_SAID.shape,
  clientThreads: wholeNumber(CLUSTER_FIELDS.clientThreads).optional(),
  workerThreads: wholeNumber(CLUSTER_FIELDS.workerThreads).optional(),
  workerSockets: word(SOCKETS, CLUSTER_FIELDS.workerSockets),
})

export const LINK = z.strictObject({
  latency: distribution({
    description: 'How long a message is under way, in each direction.',
    default: '0s',
  }),
  loss: share({
    description:
      'The share of messages that is lost; in virtual time the summary counts them, as `linkLost`.',
    default: 0,
  }),
  bandwidth: bandwidth({
    description: 'How much goes over the link in a time.',
    otherwise: 'without bound',
  }).optional(),
})

/** What a link does otherwise than the one under it. */
export const LINK_SAID = withoutDefaults(LINK)

export const ATTACK = z.strictObject({
  on: clusterName({ description: 'The cluster whose sockets, workers or broker it is about.' }),
  does: word(
    ATTACKS,
    {
      description:
        'What strangers do, or what its own workers or its broker do with what they say.',
    },
    'a word of those below',
  ),
  every: duration({
    description: 'Of strangers: the time from one act to the next.',
    least: 1,
  }).optional(),
  probability: share({
    description: 'Of the others: the share of messages it is done to.',
  }).optional(),
  from: moment({ description: 'When it begins.', default: '0s' }),
  until: moment({ description: 'When it ends.', otherwise: 'the end of the run' }).optional(),
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

/** A threshold that says more than `metric: expression`. */
export const THRESHOLD = z.strictObject({
  metric: text(
    'use a metric such as task.latency{origin:DC1}',
    { description: 'What is measured, such as `task.done{origin:DC1,path:cloud}`.' },
    'metric',
    METRIC_WORD,
  ),
  expr: text(
    'use an expression such as p(99) < 2s',
    { description: 'What must hold, such as `p(99) < 2s`, `count == 0` or `ratio < 1%`.' },
    'expression',
    EXPR_WORD,
  ),
  window: duration({
    description: 'It must hold in every window of this length.',
    least: 1,
  }).optional(),
  after: text(
    'use a time such as 30s, or a fault such as heal+10s',
    {
      description:
        'From when: a time such as `30s`, or a fault and a time after it, such as `heal+10s`.',
    },
    'time, or fault',
  ).optional(),
  abortOnFail: field(
    z.union([z.boolean(), GRACE], expecting('use true, or { after: 10s }')),
    { description: 'End the run when it fails; after: not before so much of its span has passed.' },
    '`true`, or `{ after: 10s }`',
  ).optional(),
})

/** All that a file says besides its sections. */
export const HEAD = z.strictObject({
  $schema: z.string(expecting('use the address of a schema')).optional(),
  version: field(
    z.literal(1, expecting('use 1, the only version there is')),
    { description: 'Of this format.' },
    '`1`',
  ),
  name: text('use a name', {
    description: 'What reports call the run.',
    otherwise: "the file's own name",
  }).optional(),
  seed: wholeNumber(HEAD_FIELDS.seed),
  duration: duration({ description: 'How long the run lasts.', least: 1 }),
  warmup: moment({ description: 'What happens before is not measured.', default: '0s' }),
})

/** What a file has besides what is in `HEAD`. */
const SECTIONS = {
  clusters: z
    .record(z.string().regex(new RegExp(CLUSTER_NAME_PATTERN)), CLUSTER.nullable())
    .meta({ description: 'The clusters by name, each with what is not as the defaults are.' }),
  broker: BROKER.optional().meta({ description: 'What the brokers of all clusters do.' }),
  links: z
    .object({
      default: LINK.optional().meta({ description: 'All links between brokers.' }),
      local: LINK.optional().meta({ description: 'Between a broker and its clients and workers.' }),
    })
    .catchall(LINK_SAID)
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
}

export const SECTION_NAMES = Object.keys(SECTIONS)

/** The whole file, for the schema. What is in its sections is read one by one. */
export const SCENARIO = HEAD.extend(SECTIONS)
