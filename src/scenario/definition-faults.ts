/** The fields of a fault, by kind. */

import { z } from 'zod'
import {
  clusterName,
  clusterNames,
  distribution,
  factor,
  moment,
  share,
  text,
  wholeNumber,
} from './field-kinds.js'
import { COUNT_MAX } from './fields.js'
import { expecting } from './messages.js'

const at = moment({ description: 'When it happens.' })
const end = (description: string) => moment({ description, otherwise: 'never' }).optional()

const fault = <Shape extends z.ZodRawShape>(description: string, shape: Shape) =>
  z.strictObject({ at, ...shape }).meta({ description })

/** What each fault takes; it goes by the name of its key. */
export const FAULTS = {
  kill: fault('The cluster ends without a word: broker, clients and workers.', {
    kill: clusterName({ description: 'The cluster that ends without a word.' }),
    restart: end('When it is started again.'),
  }),
  pause: fault('The cluster stands still, and keeps what it has.', {
    pause: clusterName({ description: 'The cluster that stands still.' }),
    resume: end('When it goes on, as if nothing had been.'),
  }),
  partition: fault('No group hears of another. A cluster of no group hears of all.', {
    partition: z
      .array(clusterNames({ description: 'A group.' }))
      .min(2, expecting('use two groups or more, such as [[DC1], [DC2, DC3]]'))
      .meta({ description: 'Two groups or more, none of which hears of another.' }),
    heal: end('When all hear of each other again.'),
  }),
  slow: fault(
    'The workers of a cluster take `factor` times as long; a link has so many times its latency, ' +
      'or another `latency`.',
    {
      slow: text(
        'use a cluster or a link',
        { description: 'A cluster, whose work takes longer; or a link.' },
        'cluster, or link',
      ),
      factor: factor({ description: 'How many times as long as before it takes.' }).optional(),
      latency: distribution({ description: 'For a link: its latency instead.' }).optional(),
      until: end('When it is over.'),
    },
  ),
  loss: fault('The link, or all links of a cluster, lose so many messages.', {
    loss: text(
      'use a link or a cluster',
      {
        description:
          'A link such as DC1-DC2, one direction of it such as DC1>DC2, or a cluster for all its ' +
          'links.',
      },
      'link, or cluster',
    ),
    probability: share({ description: 'The share of messages that is lost.' }),
    until: end('When it is over.'),
  }),
  'kill-workers': fault(
    'So many workers end at once, with their tasks; all, if no `count` is said.',
    {
      'kill-workers': clusterName({ description: 'The cluster of the workers.' }),
      count: wholeNumber({
        description: 'How many of them end.',
        otherwise: 'all that are there',
        least: 1,
        most: COUNT_MAX,
      }).optional(),
      restart: end('When they are started again.'),
    },
  ),
  join: fault('The cluster comes. It is in `clusters`, but not there before.', {
    join: clusterName({ description: 'The cluster that comes, not being there before.' }),
  }),
  leave: fault('The cluster ends in order.', {
    leave: clusterName({ description: 'The cluster that ends in order.' }),
  }),
}

export type FaultKind = keyof typeof FAULTS
export const FAULT_KINDS = Object.keys(FAULTS) as readonly FaultKind[]
