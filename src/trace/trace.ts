/**
 * Traces: all that passed a cloud's machines and all that they noted, one event a line, the same
 * from every driver. A broker can be run again from its events alone: see `rerun.ts`.
 */

import type { Millis } from '../base/time.js'
import type { BrokerOptions } from '../broker/contract.js'
import { type Envelope, type Frame, textOf } from '../wire/envelope.js'
import type { Direction } from './machine-probe.js'

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
}

/**
 * A machine noted something, or something befell it. Besides what machines note: `start` of a
 * broker, with its options; its `end`; `tick`, time came to its deadline; `drew`, a number drawn by
 * chance; `connected` and `disconnected`, seen of a peer; `reopened`, a new socket of a client or a
 * worker, or to a peer; in virtual time `link-lost`, a message to
 * that peer. At `cloud`: `fault`, one of the scenario's; `broken`, an invariant.
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

/** Begins the topics that a cluster acknowledges, and that no event has. */
export const ACKNOWLEDGED = 'acknowledged.'

/** What events are told apart by for those who want only some: a socket, or that it is a fact. */
export function topicOf(event: TraceEvent): string {
  return isMessage(event) ? event.socket : FACT
}

export function traceFrames(message: Envelope): TraceFrame[] {
  return message.map(traceFrame)
}

function traceFrame(frame: Frame): TraceFrame {
  if (typeof frame === 'string') return isPrintable(frame) ? frame : { hex: hexOf(utf8(frame)) }
  // A character for each byte.
  const bytes = textOf(frame)
  if (PLAIN.test(bytes)) return bytes
  const hex = hexOf(frame)
  const text = UTF8.test(bytes) ? decodeURIComponent(hex.replace(/../g, '%$&')) : undefined
  return text !== undefined && isPrintable(text) ? text : { hex }
}

/** Almost all frames. */
const PLAIN = /^[ -~]*$/

/** To let bytes that are none be refused by an exception would cost more than all the rest. */
const UTF8 = new RegExp(
  '^(?:[ -~]|[\\xc2-\\xdf][\\x80-\\xbf]|\\xe0[\\xa0-\\xbf][\\x80-\\xbf]|' +
    '[\\xe1-\\xec\\xee\\xef][\\x80-\\xbf]{2}|\\xed[\\x80-\\x9f][\\x80-\\xbf]|' +
    '\\xf0[\\x90-\\xbf][\\x80-\\xbf]{2}|[\\xf1-\\xf3][\\x80-\\xbf]{3}|' +
    '\\xf4[\\x80-\\x8f][\\x80-\\xbf]{2})*$',
)

function isPrintable(text: string): boolean {
  return !/\p{Cc}/u.test(text)
}

const HEX_OF_BYTE = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

function hexOf(bytes: Uint8Array): string {
  let hex = ''
  for (const byte of bytes) hex += HEX_OF_BYTE[byte]
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

function utf8(text: string): Uint8Array {
  const hex = encodeURIComponent(text).replace(/%(..)|(.)/gs, (_, escaped, plain) =>
    escaped === undefined ? plain.charCodeAt(0).toString(16) : escaped,
  )
  return bytesOf(hex)
}

export function traceLine(event: TraceEvent): string {
  return JSON.stringify(event)
}
