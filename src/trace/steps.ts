/**
 * The steps of a task: its messages from one to another, each with its end, put together from what
 * passed those who were watched.
 */

import type { Hop } from './ways.js'

/** A message from one to another. */
export interface Step<H extends Hop = Hop> {
  readonly from: string
  readonly to: string
  /** The socket of a broker that it left by, or came in by. */
  readonly socket: string
  /** Where it left; undefined if the sender was not watched. */
  readonly sent: H | undefined
  /** Where it came in, or came back; undefined if the receiver was not watched, or never had it. */
  readonly received: H | undefined
  /** `back`: it found no way, and came back to who sent it. */
  readonly end: 'arrived' | 'back' | 'lost'
}

/** What was sent, and what became of it, in the order of time. */
export function stepsOf<H extends Hop>(
  hops: readonly H[],
  isWatched: (hop: H) => boolean,
): Step<H>[] {
  const inOrder = byCause(hops)
  const left = new Set(inOrder)
  return inOrder.flatMap((hop): Step<H>[] => {
    if (!left.delete(hop)) return []
    const { at, with: other, socket } = hop
    if (hop.dir !== 'out') {
      const [from, to] = hop.dir === 'in' ? [other, at] : [at, other]
      const end = hop.dir === 'in' ? 'arrived' : 'back'
      return [{ from, to, socket, sent: undefined, received: hop, end }]
    }
    const received = inOrder.find(later => left.has(later) && isEndOf(hop, later))
    if (received) left.delete(received)
    const end = received?.dir === 'back' ? 'back' : received || !isWatched(hop) ? 'arrived' : 'lost'
    return [{ from: at, to: other, socket: brokerSocket(hop, received), sent: hop, received, end }]
  })
}

function isEndOf(sent: Hop, { dir, at, with: other, socket, id }: Hop): boolean {
  // Of two delegations to one peer each has its own end.
  if (sent.id !== id && sent.id !== undefined && id !== undefined) return false
  return dir === 'in'
    ? at === sent.with && other === sent.at
    : dir === 'back' && at === sent.at && other === sent.with && socket === sent.socket
}

/** Clients and workers have but one. */
function brokerSocket(sent: Hop, received: Hop | undefined): string {
  return sent.socket === 'req' && received ? received.socket : sent.socket
}

/** What happened at one time at two places is in the order of cause and effect. */
export function byCause<H extends Hop>(hops: readonly H[]): H[] {
  const queues = new Map<string, H[]>()
  for (const hop of hops) {
    const queue = queues.get(hop.at)
    if (queue) queue.push(hop)
    else queues.set(hop.at, [hop])
  }
  const places = new Map(hops.map((hop, place) => [hop, place]))
  const placeOf = (queue: readonly H[]) => places.get(queue[0] as H) ?? 0
  return hops.map(() => {
    // Each one's own are in order: only the first of each can be next.
    const heads = [...queues.values()].filter(queue => queue.length > 0)
    heads.sort((a, b) => placeOf(a) - placeOf(b))
    const free = heads.find(([head]) => head && !hasCause(head, queues.get(head.with) ?? []))
    return (free ?? heads[0])?.shift() as H
  })
}

/** Whether what has not happened yet at the other end is the sending of what came in. */
function hasCause({ dir, at, t }: Hop, others: readonly Hop[]): boolean {
  if (dir !== 'in') return false
  return others.some(other => other.dir === 'out' && other.with === at && other.t === t)
}
