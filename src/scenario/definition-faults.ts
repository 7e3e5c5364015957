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
} from './fields.js'
import { COUNT_MAX } from './plan.js'
import { wants } from './wording.js'

const GROUPS = wants('use two groups or more, such as [[DC1], [DC2, DC3]]')
const at = moment({ description: 'When it happens.' })
const until = moment({ description: 'When it is over. Never, unless it is said here.' }).optional()
const LINKS_OR_CLUSTER =
  'A link such as DC1-DC2, one direction of it such as DC1>DC2, or a cluster for all its links.'

/** What each fault takes; it goes by the name of its key. */
export const FAULTS = {
  kill: z.strictObject({
    at,
    kill: clusterName({ description: 'The cluster that ends without a word.' }),
    restart: moment({ description: 'When it is started again.' }).optional(),
  }),
  pause: z.strictObject({
    at,
    pause: clusterName({ description: 'The cluster that stands still.' }),
    resume: moment({ description: 'When it goes on, as if nothing had been.' }).optional(),
  }),
  partition: z.strictObject({
    at,
    partition: z
      .array(clusterNames({ description: 'A group.' }))
      .min(2, GROUPS)
      .meta({ description: 'Two groups or more, none of which hears of another.' }),
    heal: moment({ description: 'When all hear of each other again.' }).optional(),
  }),
  slow: z.strictObject({
    at,
    slow: text('use a cluster or a link', {
      description: 'A cluster, whose work takes longer; or a link such as DC1-DC2 or DC1>DC2.',
    }),
    factor: factor({ description: 'How many times as long as before it takes.' }).optional(),
    latency: distribution({ description: 'For a link: its latency instead.' }).optional(),
    until,
  }),
  loss: z.strictObject({
    at,
    loss: text('use a link or a cluster', { description: LINKS_OR_CLUSTER }),
    probability: share({ description: 'The share of messages that is lost.' }),
    until,
  }),
  'kill-workers': z.strictObject({
    at,
    'kill-workers': clusterName({ description: 'The cluster of the workers.' }),
    count: wholeNumber(1, COUNT_MAX, {
      description: 'How many of them end. All that are there, unless it is said here.',
    }).optional(),
    restart: moment({ description: 'When they are started again.' }).optional(),
  }),
  join: z.strictObject({
    at,
    join: clusterName({ description: 'The cluster that comes, not being there before.' }),
  }),
  leave: z.strictObject({
    at,
    leave: clusterName({ description: 'The cluster that ends in order.' }),
  }),
}
