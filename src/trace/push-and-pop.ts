/**
 * What was pushed on a message and popped from it, and by whom: ROUTER, REQ, a broker or a client.
 * Frames before and after are compared; where nobody watched the other end, the protocol says what
 * was there.
 */

import { textOf } from '../wire/envelope.js'
import { signerOf, taskIdIn } from '../wire/task.js'
import type { NamedFrame } from './frame-diagram.js'
import { FRAME_WORDS, type FrameKind } from './frame-labels.js'
import { kindsOf } from './named-frames.js'
import type { TracedHop } from './tasks.js'
import { envelopeOf, type TraceFrame } from './trace.js'

/** A frame that is not there any more. */
export interface Popped extends NamedFrame {
  readonly by: string
}

export interface Change {
  /** All frames, with what they are, and who pushed those that are new. */
  readonly frames: readonly NamedFrame[]
  readonly popped: readonly Popped[]
}

interface KindedFrame {
  readonly frame: TraceFrame
  readonly kind: FrameKind
}

/**
 * @param sent where the message was sent from, of one that came in.
 * @param earlier what passed before, of the same task.
 */
export function changeOf(
  hop: TracedHop,
  sent: TracedHop | undefined,
  earlier: readonly TracedHop[],
): Change {
  const after = kinded(hop)
  if (hop.dir === 'back') return { frames: after.map(each => named(each)), popped: [] }
  const before = hop.dir === 'in' ? beforeItCameIn(hop, sent) : beforeItLeft(hop, earlier)
  // The last frame is the body; all before it is the envelope.
  const same = before ? commonEnd(before.slice(0, -1), after.slice(0, -1)) : after.length - 1
  const pushed = after.length - 1 - same
  const signer = sent ? undefined : signerIn(hop)
  const frames = after.map((each, index) => {
    if (index < pushed) return named(each, `pushed by ${whoOf(hop, index)}`)
    return index === after.length - 1 && signer ? named(each, `signed by ${signer}`) : named(each)
  })
  const gone = before?.slice(0, Math.max(0, before.length - 1 - same)) ?? []
  return {
    frames,
    popped: gone.map((each, index) => ({ ...named(each), by: whoOf(hop, index) })),
  }
}

function kinded(hop: TracedHop): KindedFrame[] {
  const kinds = kindsOf(hop.event)
  return hop.event.frames.map((frame, index) => ({ frame, kind: kinds[index] ?? 'malformed' }))
}

function named({ frame, kind }: KindedFrame, by?: string): NamedFrame {
  const word = FRAME_WORDS[kind]
  return { frame, name: by === undefined ? word : `${word}, ${by}` }
}

function beforeItCameIn(hop: TracedHop, sent: TracedHop | undefined): KindedFrame[] | undefined {
  if (sent) return kinded(sent)
  const frames = kinded(hop)
  switch (hop.socket) {
    case 'localfe':
      return frames.slice(-1)
    case 'localbe':
      return frames.slice(frames.findIndex(({ kind }) => kind === 'delimiter') + 1)
    case 'cloudfe':
    case 'cloudbe':
      return frames.slice(1)
    default:
      return undefined
  }
}

/** A request leaves as it came in from who asked; a reply, as it came in from who answered. */
function beforeItLeft(hop: TracedHop, earlier: readonly TracedHop[]): KindedFrame[] | undefined {
  const isReply = hop.socket.endsWith('fe')
  const source = earlier.findLast(
    ({ at, dir, socket }) =>
      at === hop.at && dir === 'in' && (socket === 'req' || socket.endsWith('fe') !== isReply),
  )
  return source && kinded(source)
}

function commonEnd(before: readonly KindedFrame[], after: readonly KindedFrame[]): number {
  let same = 0
  const isSame = (a: KindedFrame | undefined, b: KindedFrame | undefined) =>
    a !== undefined && b !== undefined && JSON.stringify(a.frame) === JSON.stringify(b.frame)
  while (isSame(before[before.length - 1 - same], after[after.length - 1 - same])) same++
  return same
}

/** ROUTER puts in front whom it has a message from; REQ what it needs to know the reply by. */
function whoOf({ at, dir, socket, event }: TracedHop, index: number): string {
  if (dir === 'out') return at
  if (index === 0) return 'ROUTER'
  // Clients and workers that share a socket do by themselves what REQ would do for each.
  const kinds = kindsOf(event)
  if (socket === 'localfe' && kinds.includes('sharedRequest')) return 'the client'
  return socket === 'localbe' && kinds.includes('socket') ? 'the worker' : 'REQ'
}

/** Who signed the body, at the first sight of it. */
function signerIn({ event, at, with: other, socket }: TracedHop): string | undefined {
  const worker = socket === 'localbe' ? other : at
  const body = textOf(envelopeOf(event.frames.slice(-1))[0])
  return signerOf(body, taskIdIn(body) ?? body) === worker ? worker : undefined
}
