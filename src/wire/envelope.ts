/** Envelopes: address frames, the empty delimiter, the body. Pushing, popping, splitting. */

/**
 * One part of a message: text or bytes. Which of the two it is means nothing; a driver hands over
 * whatever is cheapest for it, and text travels as UTF-8.
 */
export type Frame = string | Uint8Array

/** A whole message as a socket gives or takes it. What is sent is never changed afterwards. */
export type Envelope = readonly Frame[]

/** The empty frame between the addresses and the body (Guide, "The Simple Reply Envelope"). */
export const DELIMITER: Frame = new Uint8Array(0)

/** An envelope taken apart at its first delimiter. */
export interface Parts {
  readonly addresses: Envelope
  readonly body: Envelope
}

/** Whether a frame is empty, as the delimiter is. */
export function isEmpty(frame: Frame | undefined): boolean {
  return frame === '' || (typeof frame === 'object' && frame.length === 0)
}

/**
 * A frame as text, one character a byte. Meant for names and ids, which are ASCII; other bytes
 * still give different texts for different frames, so that the text can be a key.
 */
export function textOf(frame: Frame | undefined): string {
  if (frame === undefined) return ''
  if (typeof frame === 'string') return frame
  if (readsItself(frame)) return frame.latin1Slice()
  let text = ''
  for (const byte of frame) text += String.fromCharCode(byte)
  return text
}

/**
 * The bytes of a frame, one character a byte: the same for text and for its UTF-8, different for
 * any two frames that are different on the wire. To be a key, or a part of one.
 */
export function keyOf(frame: Frame | undefined): string {
  if (typeof frame !== 'string' || ASCII.test(frame)) return textOf(frame)
  return encodeURIComponent(frame.replace(LONE_SURROGATE, '\ufffd')).replace(/%(..)/g, (_, hex) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
}

const ASCII = /^[\x00-\x7f]*$/

/** What UTF-8 has no bytes for; sockets send U+FFFD in its place. */
const LONE_SURROGATE = /\p{Surrogate}/gu

/** Whether two frames have the same bytes. */
export function isSame(a: Frame | undefined, b: Frame | undefined): boolean {
  if (typeof a !== 'object' || typeof b !== 'object') return keyOf(a) === keyOf(b)
  if (a.length !== b.length) return false
  for (let index = 0; index < a.length; index++) {
    if (a[index] !== b[index]) return false
  }
  return true
}

/** Node's buffers do: several times as fast as any loop, and this stands in every message's way. */
function readsItself(frame: Uint8Array): frame is Uint8Array & { latin1Slice(): string } {
  return 'latin1Slice' in frame
}

/** The bytes of all frames; of text its characters, as names and bodies are ASCII. */
export function bytesOf(message: Envelope): number {
  let bytes = 0
  for (const frame of message) bytes += frame.length
  return bytes
}

/** Pushes an address and a delimiter: what a REQ socket does, or a broker before it routes. */
export function wrap(address: Frame, message: Envelope): Envelope {
  return spliced([address, DELIMITER], 2, message, 0)
}

/**
 * The frames of `head` before `headEnd`, then those of `tail` from `tailStart` on. One by one: this
 * stands in every message's way, and takes less time than `toSpliced`.
 */
export function spliced(
  head: Envelope,
  headEnd: number,
  tail: Envelope,
  tailStart: number,
): Envelope {
  const message = new Array<Frame>(headEnd + tail.length - tailStart)
  let at = 0
  for (let index = 0; index < headEnd; index++) message[at++] = head[index] as Frame
  for (let index = tailStart; index < tail.length; index++) message[at++] = tail[index] as Frame
  return message
}

/**
 * Pops the first address, and the delimiter behind it if there is one.
 *
 * @returns undefined for a message of no frames.
 */
export function unwrap(
  message: Envelope,
): { readonly address: Frame; readonly rest: Envelope } | undefined {
  const [address, ...rest] = message
  if (address === undefined) return undefined
  return { address, rest: isEmpty(rest[0]) ? rest.slice(1) : rest }
}

/**
 * Where the body starts: behind the first delimiter that has an address before it.
 *
 * @param from where the envelope starts, behind frames that are not part of it.
 * @returns an index below the number of frames, or -1 where there is no address, no delimiter, or
 * no body, so that the message is no envelope.
 */
export function bodyStart(message: Envelope, from = 0): number {
  for (let index = from + 1; index < message.length - 1; index++) {
    if (isEmpty(message[index])) return index + 1
  }
  return -1
}

/** Splits at the delimiter; one address or more. Undefined if it is no envelope. */
export function split(message: Envelope): Parts | undefined {
  const start = bodyStart(message)
  if (start < 0) return undefined
  return { addresses: message.slice(0, start - 1), body: message.slice(start) }
}

/** Puts together what `split` took apart. */
export function join({ addresses, body }: Parts): Envelope {
  return [...addresses, DELIMITER, ...body]
}
