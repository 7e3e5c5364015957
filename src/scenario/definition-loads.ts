/** The fields of a load, by executor. */

import { z } from 'zod'
import { TIME_UNITS } from './arrival-time.js'
import {
  column,
  distribution,
  duration,
  moment,
  oneOrMore,
  rate,
  span,
  text,
  wholeNumber,
  word,
} from './fields.js'
import { BODY_BYTES_MAX, COUNT_MAX } from './plan.js'

/** What all executors take. */
export const COMMON = z.strictObject({
  at: oneOrMore({
    description: 'The cluster of the clients, or several: each gets that load.',
  }),
  clients: wholeNumber(1, COUNT_MAX, {
    description: 'How many clients. Each has one task under way at most.',
    default: 10,
  }).optional(),
  timeout: duration(
    { description: 'How long a client waits for its answer.', default: '10s' },
    1,
  ).optional(),
  retries: wholeNumber(0, 1000, {
    description: 'How often it then sends the task again, before the task is lost.',
    default: 3,
  }).optional(),
  body: wholeNumber(1, BODY_BYTES_MAX, { description: 'Bytes of a task.', default: 16 }).optional(),
  sockets: word(['own', 'shared'], {
    description:
      'On a real machine: a REQ socket for each client, or a DEALER for all clients of a thread.',
    default: 'own',
  }).optional(),
  from: moment({ description: 'When the load begins.', default: '0s' }).optional(),
  until: moment({ description: 'When it ends. With the run, unless it is said here.' }).optional(),
  failover: oneOrMore({
    description:
      'Where its users go while their cluster is dead: the first of these that is there. ' +
      'They are back when it is.',
  }).optional(),
  failoverAfter: duration({
    description: 'How long after the end of a cluster its users go elsewhere.',
    default: '0s',
  }).optional(),
})

const arrivals = word(['poisson', 'even'], {
  description: 'By chance, as independent people do; or evenly spaced.',
  default: 'poisson',
}).optional()

export const RAMP = z.strictObject({
  to: rate({ description: 'The rate at the end of the stage; 0/s for none.' }, 0),
  over: span({ description: 'How long it takes to get there. 0s: at once.' }),
})
export const HOLD = z.strictObject({
  hold: span({ description: 'How long the rate stays as it is.' }),
})

/** What each executor takes besides. */
export const EXECUTORS = {
  guide: z.strictObject({}),
  closed: z.strictObject({
    think: distribution({ description: 'How long a client thinks after each answer.' }),
  }),
  rate: z.strictObject({
    rate: rate({ description: 'For all clients of a cluster together.' }),
    arrivals,
  }),
  'ramping-rate': z.strictObject({
    start: rate({ description: 'The rate before the first stage.', default: '0/s' }, 0).optional(),
    stages: z
      .array(z.union([RAMP, HOLD]))
      .min(1)
      .meta({ description: 'One after the other; after the last, no more tasks arrive.' }),
    arrivals,
  }),
  replay: z.strictObject({
    file: text('use the path of a CSV file', {
      description: 'A CSV file: the first column is ms since the start of the load.',
    }),
    unit: word(TIME_UNITS, { description: 'Of its numbers.', default: 'ms' }).optional(),
    column: column({
      description: 'Where its times are: the title of a column, or its number from 1 on.',
      default: 1,
    }).optional(),
    startAt: word(['first'], {
      description: 'first: times count from the first; else from the start of the load.',
    }).optional(),
  }),
}

const load = <Name extends keyof typeof EXECUTORS>(name: Name, description: string) =>
  z.strictObject({
    executor: z.literal(name).meta({ description }),
    ...COMMON.shape,
    ...EXECUTORS[name].shape,
  })

/** A whole load of each executor, for the schema. */
export const LOADS = [
  load('guide', "The Guide's: each client sleeps 0 to 4 whole seconds, then sends 0 to 14 tasks."),
  load('closed', 'Each client thinks for a time after each answer.'),
  load('rate', 'Tasks arrive at a rate, whatever the answers do.'),
  load('ramping-rate', 'Tasks arrive at a rate that changes, whatever the answers do.'),
  load('replay', 'Tasks arrive at the times that a file has.'),
]
