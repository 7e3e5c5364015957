/**
 * What each frame of a message is, by the socket that it passed: the grammar of the protocol
 * (docs/protocol.md), read aloud. What fits no rule is named as malformed.
 */

import { isGoneSignal, isReadySignal } from '../broker/local-flow.js'
import { capacityOf, isSubscription } from '../broker/state-flow.js'
import { addressFrames } from '../broker/workers.js'
import { bodyStart, type Envelope, isEmpty, textOf } from '../wire/envelope.js'
import type { NamedFrame } from './frame-diagram.js'
import { FRAME_WORDS, type FrameKind } from './frame-labels.js'
import { envelopeOf, type MessageEvent } from './trace.js'

/** The frames with their names. */
export function namedFrames(event: MessageEvent): NamedFrame[] {
  const kinds = kindsOf(event)
  return event.frames.map((frame, index) => ({
    frame,
    name: FRAME_WORDS[kinds[index] ?? 'malformed'],
  }))
}

/** A kind for each frame. */
export function kindsOf({ socket, dir, frames }: MessageEvent): FrameKind[] {
  const message = envelopeOf(frames)
  switch (socket) {
    case 'localfe':
      return enveloped(message, ['client'])
    case 'localbe':
      return kindsOfWorkers(message)
    case 'cloudfe':
      return enveloped(message, ['peer'])
    case 'cloudbe':
      return kindsOfCloud(message)
    case 'statefe':
      return kindsOfState(message)
    case 'statebe':
      return dir === 'in' ? kindsOfSubscription(message) : kindsOfState(message)
    default:
      return kindsOfMember(message)
  }
}

function kindsOfWorkers(message: Envelope): FrameKind[] {
  const address = addressFrames(message)
  if (address === 0) return malformed(message, ['worker'])
  const head: FrameKind[] = [...(address > 1 ? ['socket' as const] : []), 'worker', 'delimiter']
  const signal = message.length === head.length + 1 ? message[head.length] : undefined
  if (signal !== undefined && isReadySignal(signal)) return [...head, 'ready']
  if (signal !== undefined && address > 1 && isGoneSignal(signal)) return [...head, 'gone']
  return enveloped(message, head)
}

/** Peers that wrap what they reply put a delimiter first. */
function kindsOfCloud(message: Envelope): FrameKind[] {
  const isWrapped = isEmpty(message[1])
  return enveloped(
    message,
    isWrapped ? ['peer', 'delimiter', 'delegationId'] : ['peer', 'delegationId'],
  )
}

function kindsOfState(message: Envelope): FrameKind[] {
  const isState = message.length === 2 && capacityOf(textOf(message[1])) !== undefined
  return isState ? ['cluster', 'capacity'] : malformed(message, [])
}

function kindsOfSubscription(message: Envelope): FrameKind[] {
  return isSubscription(message) ? ['subscription'] : malformed(message, [])
}

/** Clients and workers: REQ has taken away what it had put before. */
function kindsOfMember(message: Envelope): FrameKind[] {
  const [first] = message
  if (message.length === 1 && first !== undefined && isReadySignal(first)) return ['ready']
  return bodyStart(message) < 0 ? message.map(() => 'body') : enveloped(message, [])
}

/** An envelope that begins with `head`: then come other addresses, the delimiter and the body. */
function enveloped(message: Envelope, head: readonly FrameKind[]): FrameKind[] {
  // The delimiter comes behind an address: the last of the head, or one behind its own delimiter.
  const isDelimited = head.at(-1) === 'delimiter'
  const start = bodyStart(message, isDelimited ? head.length : Math.max(0, head.length - 1))
  if (start < 0) return malformed(message, head)
  const addresses = message.slice(head.length, start - 1)
  const isClients = head.at(-1) === 'client'
  const middle = isClients ? behindClient(addresses) : kindsOfAddresses(addresses)
  return [...head, ...middle, 'delimiter', ...message.slice(start).map((): FrameKind => 'body')]
}

function malformed(message: Envelope, head: readonly FrameKind[]): FrameKind[] {
  const known = head.slice(0, message.length)
  return [...known, ...message.slice(known.length).map((): FrameKind => 'malformed')]
}

function behindClient(addresses: Envelope): FrameKind[] {
  const [request, ...others] = addresses
  if (request === undefined) return []
  const kind = isShared(request) ? 'sharedRequest' : 'requestId'
  return others.length === 0 ? [kind] : addresses.map(() => 'address')
}

/** Of a task on its way: `[peer] [delegation id] client [request id]`. */
function kindsOfAddresses(addresses: Envelope): FrameKind[] {
  const [first, second, ...others] = addresses
  if (first === undefined) return []
  if (second === undefined) return [isShared(first) ? 'sharedRequest' : 'client']
  if (isDelegation(first)) return ['delegationId', ...kindsOfAddresses(addresses.slice(1))]
  if (isDelegation(second) && others.length > 0) {
    return ['peer', 'delegationId', ...kindsOfAddresses(others)]
  }
  if (others.length === 0 && isRequest(second)) return ['client', ...behindClient([second])]
  return ['peer', ...kindsOfAddresses(addresses.slice(1))]
}

/** `d`, up to eight letters or digits of the broker's life, and a number. */
function isDelegation(frame: Envelope[number]): boolean {
  return /^d[0-9a-z]{1,8}\.\d+$/.test(textOf(frame))
}

/** Four bytes, as REQ writes them; a number in virtual time; or of a shared socket. */
function isRequest(frame: Envelope[number]): boolean {
  return frame.length === 4 || /^\d+$/.test(textOf(frame)) || isShared(frame)
}

function isShared(frame: Envelope[number]): boolean {
  return /^[\w.-]+-c\d+\/\d+$/.test(textOf(frame))
}
