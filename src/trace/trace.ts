/**
 * Traces: all that passed a cloud's machines and all that they noted, one event a line, the same
 * from every driver. A broker can be run again from its events alone: see `rerun.ts`.
 */

import { z } from 'zod'
import type { Millis } from '../base/time.js'
import type { BrokerOptions } from '../broker/contract.js'
import { POLICY_NAMES } from '../broker/policy.js'
import type { Envelope, Frame } from '../wire/envelope.js'
import type { Direction } from './watch.js'

/** Printable text as it is; any other frame by its bytes. */
export type TraceFrame = string | { readonly hex: string }

/** A message passed. */
export interface MessageEvent {
  /** In ms since the start of the run. */
  readonly t: Millis
  /** A cluster for its broker; a client or a worker. */
  readonly at: string
  /** One of the broker's six, or `req`. */
  readonly socket: string
  readonly dir: Direction
  readonly frames: readonly TraceFrame[]
  /** It came in while the broker did not want that socket: see `Machine.receive`. */
  readonly waited?: boolean | undefined
}

/**
 * A machine noted something, or something befell it. Besides what machines note: `start` of a
 * broker, with its options; its `end`; `tick`, time came to its deadline; `drew`, a number drawn by
 * chance; `connected` and `disconnected`, seen of a peer. At `cloud`: `fault`, one of the
 * scenario's; `broken`, an invariant.
 */
export interface FactEvent {
  readonly t: Millis
  readonly at: string
  readonly fact: string
  readonly about: string
  readonly count: number
  readonly options?: BrokerOptions | undefined
}

export type TraceEvent = MessageEvent | FactEvent

/** Whoever writes a trace down. */
export type TraceWriter = (event: TraceEvent) => void

export function isMessage(event: TraceEvent): event is MessageEvent {
  return 'frames' in event
}

/** The topic of facts. */
export const FACT = 'fact'

/** What events are told apart by for those who want only some: a socket, or that it is a fact. */
export function topicOf(event: TraceEvent): string {
  return isMessage(event) ? event.socket : FACT
}

export function traceFrames(message: Envelope): TraceFrame[] {
  return message.map(traceFrame)
}

function traceFrame(frame: Frame): TraceFrame {
  const text = typeof frame === 'string' ? frame : textOfHex(hexOf(frame))
  if (text !== undefined && isPrintable(text)) return text
  return { hex: typeof frame === 'string' ? hexOf(utf8(frame)) : hexOf(frame) }
}

function isPrintable(text: string): boolean {
  return !/\p{Cc}/u.test(text)
}

function hexOf(bytes: Uint8Array): string {
  let hex = ''
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0')
  return hex
}

/** The frames as a machine takes them. */
export function envelopeOf(frames: readonly TraceFrame[]): Envelope {
  return frames.map(frame => (typeof frame === 'string' ? frame : bytesOf(frame.hex)))
}

function bytesOf(hex: string): Uint8Array {
  const pairs = hex.match(/../g) ?? []
  return Uint8Array.from(pairs, pair => Number.parseInt(pair, 16))
}

/** Undefined if it is no UTF-8. */
function textOfHex(hex: string): string | undefined {
  try {
    return decodeURIComponent(hex.replace(/../g, '%$&'))
  } catch {
    return undefined
  }
}

function utf8(text: string): Uint8Array {
  const hex = encodeURIComponent(text).replace(/%(..)|(.)/gs, (_, escaped, plain) =>
    escaped === undefined ? plain.charCodeAt(0).toString(16) : escaped,
  )
  return bytesOf(hex)
}

export function traceLine(event: TraceEvent): string {
  return JSON.stringify(event)
}

const WHEN_AND_WHERE = { t: z.number(), at: z.string() }
const FRAME = z.union([z.string(), z.strictObject({ hex: z.string().regex(/^([0-9a-f]{2})*$/) })])
const OPTIONS = z.object({
  self: z.string(),
  peers: z.array(z.string()),
  policy: z.union([z.enum(POLICY_NAMES), z.object({ file: z.string(), code: z.string() })]),
  heartbeatMs: z.number(),
  stateTtlMs: z.number(),
  stateIntervalMs: z.number(),
})
const EVENT = z.union([
  z.object({
    ...WHEN_AND_WHERE,
    socket: z.string(),
    dir: z.enum(['in', 'out', 'back']),
    frames: z.array(FRAME),
    waited: z.boolean().optional(),
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
