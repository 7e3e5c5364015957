/** What of the protocol page tells messages from what is malformed. */

import type { TraceFrame } from '../../src/trace/trace.js'

/** Frames from the first address on: of a request, or of what may be the reply to one. */
export type Frames = readonly TraceFrame[]

/** Where the body begins: behind addresses and a delimiter. Undefined: it is no envelope. */
function bodyAt(frames: Frames): number | undefined {
  const delimiter = frames.indexOf('', 1)
  return delimiter < 0 || delimiter === frames.length - 1 ? undefined : delimiter + 1
}

export function isEnvelope(frames: Frames): boolean {
  return bodyAt(frames) !== undefined
}

/** Whether what is said has a delimiter where the request has its own, and a body behind it. */
export function isReply(request: Frames, said: Frames): boolean {
  const at = bodyAt(request) ?? 0
  return said[at - 1] === '' && said.length > at
}

/** Whether what is said begins with the addresses of the request. */
export function echoes(request: Frames, said: Frames): boolean {
  const end = (bodyAt(request) ?? 1) - 1
  return same(request.slice(0, end), said.slice(0, end))
}

export function same(one: Frames, other: Frames): boolean {
  return one.length === other.length && one.every((frame, at) => keyOf(frame) === keyOf(other[at]))
}

/** Text is as it is, and bytes that are none begin with a zero, which no text has. */
function keyOf(frame: TraceFrame | undefined): string {
  return typeof frame === 'object' ? `\0${frame.hex}` : (frame ?? '')
}

export function isState(frames: Frames): boolean {
  const [, capacity] = frames
  return frames.length === 2 && /^\d{1,7}$/.test(String(capacity)) && Number(capacity) <= 1e6
}

/** What came by localbe, or goes out there: whose it is, and what is said. */
export interface OfWorker {
  /** All of its address. */
  readonly key: string
  readonly name: string
  readonly isShared: boolean
  readonly rest: Frames
}

/** A worker that shares its socket has that socket's name before its own. */
export function ofWorker(frames: Frames): OfWorker | undefined {
  const address = [1, 2].find(at => frames[at] === '')
  if (!address || frames.length === address + 1) return undefined
  return {
    key: frames.slice(0, address).map(keyOf).join('\0\0'),
    name: String(frames[address - 1]),
    isShared: address === 2,
    rest: frames.slice(address + 1),
  }
}

/** The one frame by which a worker says that it is ready, or others that it is gone. */
export function wordOf({ rest, isShared }: OfWorker): 'ready' | 'gone' | undefined {
  if (same(rest, ['READY']) || same(rest, [{ hex: '01' }])) return 'ready'
  return isShared && same(rest, ['GONE']) ? 'gone' : undefined
}
