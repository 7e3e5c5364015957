/** The fields of an attack. */

import { z } from 'zod'
import { FAULTY_BROKERS, FAULTY_WORKERS, STRANGERS } from './attack.js'
import { clusterName, duration, moment, share, word } from './fields.js'

export const ATTACKS = [...STRANGERS, ...FAULTY_WORKERS, ...FAULTY_BROKERS] as const

export const ATTACK = z.strictObject({
  on: clusterName({ description: 'The cluster whose sockets, workers or broker it is about.' }),
  does: word(ATTACKS, {
    description: 'What strangers do, or what its own workers or its broker do with what they say.',
  }),
  every: duration(
    { description: 'Of strangers: the time from one act to the next.' },
    1,
  ).optional(),
  probability: share({
    description: 'Of the others: the share of messages it is done to.',
  }).optional(),
  from: moment({ description: 'When it begins.', default: '0s' }).optional(),
  until: moment({ description: 'When it ends. With the run, unless it is said here.' }).optional(),
})
