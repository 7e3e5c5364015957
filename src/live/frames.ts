/**
 * Frames between zeromq.js and the machines. Frames of more than 128 bytes are neither copied nor
 * owned by zeromq.js: received ones pin a chunk of 8 KiB, and sent ones crash the process when
 * their thread ends too early, or when both ends of inproc see the same memory. As text they are
 * safe; almost all bodies are text.
 */

import { isUtf8 } from 'node:buffer'
import type { Envelope } from '../wire/envelope.js'
import { FRAME_BYTES_MAX, FRAMES_MAX, MESSAGE_BYTES_MAX } from '../wire/sizes.js'

/** Frames up to here are copied by zeromq.js itself. */
const COPIED_MAX = 128

/** What a machine is given of a message that cannot be passed on: as malformed as can be. */
export const NOTHING: Envelope = []

/**
 * The message with its long frames as text where they are, as bytes of our own where not; or no
 * frames at all, where there are too many or too long ones, or one is no text and `isTextOnly`.
 */
export function copyFrames(frames: readonly Buffer[], isTextOnly: boolean): Envelope {
  if (frames.length > FRAMES_MAX) return NOTHING
  if (!frames.some(isLong)) return frames
  if (isTooLong(frames)) return NOTHING
  const message = frames.map(frame => (isLong(frame) ? own(frame) : frame))
  return isTextOnly && isZeroCopy(message) ? NOTHING : message
}

/** Whether a message has a long frame that is no text, so that sending it lends our memory. */
export function isZeroCopy(message: Envelope): boolean {
  return message.some(frame => typeof frame !== 'string' && isLong(frame))
}

function isLong(frame: Uint8Array): boolean {
  return frame.length > COPIED_MAX
}

function isTooLong(frames: readonly Uint8Array[]): boolean {
  const bytes = frames.reduce((sum, { length }) => sum + length, 0)
  return bytes > MESSAGE_BYTES_MAX || frames.some(({ length }) => length > FRAME_BYTES_MAX)
}

function own(frame: Buffer): string | Buffer {
  return isUtf8(frame) ? frame.toString('utf8') : Buffer.from(frame)
}
