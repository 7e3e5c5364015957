/** Lines of traces, read: apart from all else, because what checks them takes time to load. */

import { z } from 'zod'
import { POLICY_NAMES } from '../broker/policy.js'
import type { TraceEvent } from './trace.js'

const WHEN_AND_WHERE = { t: z.number(), at: z.string() }
const FRAME = z.union([z.string(), z.strictObject({ hex: z.string().regex(/^([0-9a-f]{2})*$/) })])
const OPTIONS = z.object({
  self: z.string(),
  peers: z.array(z.string()),
  policy: z.union([z.enum(POLICY_NAMES), z.object({ file: z.string(), code: z.string() })]),
  heartbeatMs: z.number(),
  stateTtlMs: z.number(),
  stateIntervalMs: z.number(),
  /** Traces of brokers that had no deadlines do not have it. */
  taskTimeoutMs: z.number().optional(),
})
const EVENT = z.union([
  z.object({
    ...WHEN_AND_WHERE,
    socket: z.string(),
    dir: z.enum(['in', 'out', 'back']),
    frames: z.array(FRAME),
  }),
  z.object({
    ...WHEN_AND_WHERE,
    fact: z.string(),
    about: z.string(),
    count: z.number(),
    options: OPTIONS.optional(),
  }),
])

/** The event of a line; undefined if it is none. */
export function readTraceLine(line: string): TraceEvent | undefined {
  try {
    return EVENT.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}
