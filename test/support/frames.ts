/** Messages as one line of text and back, `w1 | | c1 | | hello`: a test reads as the wire does. */

import { type Envelope, type Frame, isEmpty, textOf } from '../../src/wire/envelope.js'

/** A message as text: an empty frame as nothing, bytes that cannot be printed in hex: `<01>`. */
export function show(message: Envelope): string {
  return message
    .map(frame => (isEmpty(frame) ? '' : ` ${showFrame(frame)}`))
    .join(' |')
    .trim()
}

/** The message that such a text stands for; all its frames are strings. */
export function frames(text: string): Envelope {
  return text.split('|').map(part => readFrame(part.trim()))
}

function showFrame(frame: Frame): string {
  const text = textOf(frame)
  if (/^[\x21-\x7e][\x20-\x7e]*$/.test(text)) return text
  const hex = Array.from(text, char => char.charCodeAt(0).toString(16).padStart(2, '0'))
  return `<${hex.join('')}>`
}

function readFrame(text: string): Frame {
  const hex = text.match(/^<((?:[0-9a-f]{2})+)>$/)?.[1]
  return hex ? hex.replace(/../g, byte => String.fromCharCode(Number.parseInt(byte, 16))) : text
}
