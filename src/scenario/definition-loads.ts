/** The fields of a load, by executor. */

import { z } from 'zod'
import { TIME_UNITS } from './arrival-time.js'
import {
  column,
  distribution,
  duration,
  field,
  moment,
  oneOrMore,
  rate,
  span,
  text,
  wholeNumber,
  word,
} from './field-kinds.js'
import { LOAD_FIELDS, SOCKETS } from './fields.js'

/** What all executors take. */
export const COMMON = z.strictObject({
  at: oneOrMore({
    description: 'The cluster of the clients, or several: each gets that load.',
  }),
  clients: wholeNumber(LOAD_FIELDS.clients),
  timeout: duration(LOAD_FIELDS.timeout),
  retries: wholeNumber(LOAD_FIELDS.retries),
  body: wholeNumber(LOAD_FIELDS.body),
  sockets: word(SOCKETS, LOAD_FIELDS.sockets),
  from: moment({ description: 'When the load begins.', default: '0s' }),
  until: moment({
    description: 'When it ends. What is under way then is still answered.',
    otherwise: 'the end of the run',
  }).optional(),
  failover: oneOrMore({
    description:
      'Where its users go while their cluster is not there: the first of these that is ' +
      'there. They are back when it is.',
    otherwise: 'they are gone with it',
  }).optional(),
  failoverAfter: duration({
    description: 'How long after the end of a cluster its users go elsewhere.',
    default: '0s',
  }),
})

const arrivals = word(['poisson', 'even'], {
  description: 'By chance, as independent people do; or evenly spaced.',
  default: 'poisson',
})

export const RAMP = z.strictObject({
  to: rate({ description: 'The rate at the end of the stage; 0/s for none.', least: 0 }),
  over: span({ description: 'How long it takes to get there. 0s: at once.' }),
})
export const HOLD = z.strictObject({
  hold: span({ description: 'How long the rate stays as it is.' }),
})

const executor = <Shape extends z.ZodRawShape>(description: string, shape: Shape) =>
  z.strictObject(shape).meta({ description })

/** What each executor takes besides. */
export const EXECUTORS = {
  guide: executor(
    "The Guide's clients: each sleeps 0 to 4 whole seconds, then sends 0 to 14 tasks, one after " +
      'the other.',
    {},
  ),
  closed: executor('Each client thinks for a time after each answer.', {
    think: distribution({ description: 'How long a client thinks after each answer.' }),
  }),
  rate: executor('Tasks arrive at that rate, whatever the answers do.', {
    rate: rate({ description: 'For all clients of a cluster together.' }),
    arrivals,
  }),
  'ramping-rate': executor('Tasks arrive at a rate that changes, whatever the answers do.', {
    start: rate({ description: 'The rate before the first stage.', least: 0, default: '0/s' }),
    stages: field(
      z.array(z.union([RAMP, HOLD])).min(1),
      { description: 'One after the other; after the last, no more tasks arrive.' },
      'list of stages',
    ),
    arrivals,
  }),
  replay: executor('Tasks arrive at the times that a file has.', {
    file: text(
      'use the path of a CSV file',
      { description: 'A CSV file: the first column is ms since the start of the load.' },
      'path',
    ),
    unit: word(TIME_UNITS, { description: 'Of its numbers.', default: 'ms' }),
    column: column({
      description: 'Where its times are: the title of a column, or its number from 1 on.',
      default: 1,
    }),
    startAt: word(['first'], {
      description:
        '`first`: times count from the first row. Needed for those since 1970, and for moments.',
      otherwise: 'the start of the load',
    }).optional(),
  }),
}

export type Executor = keyof typeof EXECUTORS
export const EXECUTOR_NAMES = Object.keys(EXECUTORS) as readonly Executor[]

/** A whole load of each executor, for the schema. */
export const LOADS = EXECUTOR_NAMES.map(name =>
  z.strictObject({
    executor: z.literal(name).meta({ description: `${EXECUTORS[name].description}` }),
    ...COMMON.shape,
    ...EXECUTORS[name].shape,
  }),
)
