/** Where a result comes from, as a part of the report in JSON. */

import { z } from 'zod'

const HASHED = { file: z.string(), sha256: z.string().describe('Of the text, in UTF-8.') }

export const PROVENANCE = z
  .object({
    date: z.string().describe('ISO 8601, UTC.'),
    peering: z.string(),
    node: z.string(),
    machine: z.object({
      os: z.string(),
      arch: z.string(),
      cpu: z.string(),
      cpus: z.number().min(0),
      memoryBytes: z.number().min(0),
    }),
    options: z.array(z.string()).describe('Those that change what is run, as they were typed.'),
    scenario: z
      .object({ ...HASHED, text: z.string() })
      .optional()
      .describe('Not there of clusters without a scenario.'),
    files: z
      .array(z.object(HASHED))
      .default([])
      .describe('Others that the scenario or an option names: arrivals, policies.'),
  })
  .meta({ id: 'provenance' })
