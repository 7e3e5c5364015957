/** What a run has to say to be compared: files that are no reports have it, too. */

import { z } from 'zod'
import { FAULT } from './report-definition.js'
import { LATENCIES, TOTALS } from './totals-definition.js'

/** Without what files of older versions lack. */
const COMPARED = LATENCIES.omit({ p75: true })

/** What is the same of all clusters and of one. What files of older versions lack is optional. */
const COUNTED = TOTALS.pick({
  done: true,
  lost: true,
  retried: true,
  cloud: true,
  overcommit: true,
}).extend({
  latencyMs: COMPARED,
  waitMs: z.union([COMPARED, z.strictObject({})]),
  utilisation: TOTALS.shape.utilisation.optional(),
  uncorrectedMs: COMPARED.optional(),
  localMs: COMPARED.optional(),
  cloudMs: COMPARED.optional(),
})

export const MEASURED = z.object({
  seed: z.number().min(0),
  exitCode: z.number().min(0).optional(),
  durationMs: z.number().min(0),
  total: COUNTED,
  clusters: z.record(z.string(), COUNTED).optional(),
  faults: z.array(FAULT.pick({ noticedAfterMs: true, recoveredAfterMs: true })).optional(),
})
