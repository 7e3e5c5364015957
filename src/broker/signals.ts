/** The two messages that a broker reads itself: a worker's READY, and a peer's state. */

import { type Envelope, type Frame, textOf } from '../wire/envelope.js'

/** The largest capacity that is believed. */
const CAPACITY_MAX = 1_000_000

/** READY is one frame: `\x01` in the Guide's C program, `READY` in others and in ours. */
export function isReadySignal(frame: Frame): boolean {
  if (frame.length === 1) return textOf(frame) === '\x01'
  return frame.length === 5 && textOf(frame) === 'READY'
}

/** Reads `[name, capacity]`: exactly two frames, the second a decimal number. */
export function readState(
  message: Envelope,
): { readonly name: string; readonly capacity: number } | undefined {
  const [name, number] = message
  if (message.length !== 2 || (number?.length ?? 0) > 7) return undefined
  const digits = textOf(number)
  if (!/^\d+$/.test(digits) || Number(digits) > CAPACITY_MAX) return undefined
  return { name: textOf(name), capacity: Number(digits) }
}
