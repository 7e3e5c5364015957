/**
 * What a cluster that was killed did in its last moments, it may not have told: its clients, its
 * broker and its workers each told up to some time of their own. From when on they told nothing, is
 * found by trying.
 */

import { isMessage, type TraceEvent } from '../../src/trace/trace.js'
import { clusterOfMember } from './clients.js'

/** So long before its end, at the most, a cluster was asked last, on a machine that is busy. */
const LAST_MS = 500

const KINDS = ['client', 'broker', 'worker'] as const
type Kind = (typeof KINDS)[number]

const OF_CLIENTS = ['sent', 'lost', 'behind', 'retried', 'accepted', 'answered']
const OF_WORKERS = ['hired', 'dismissed', 'began', 'finished', 'dropped']

/**
 * The differences that are left when the trace is cut where the cluster fell silent.
 *
 * @param differencesOf by the events of a trace.
 */
export function differencesUpTo(
  cluster: string,
  events: readonly TraceEvent[],
  differencesOf: (events: readonly TraceEvent[]) => string[],
): string[] {
  const end = events.find(event => isEnd(event) && event.at === cluster)?.t
  if (end === undefined) return [`${cluster} has no end`]
  const kinds = new Map(events.map(event => [event, kindOf(event, cluster)]))
  let kept = events
  let least = differencesOf(kept)
  for (const kind of KINDS) {
    const own = events.filter(event => kinds.get(event) === kind && event.t <= end)
    const times = new Set(
      own
        .map(({ t }) => t)
        .filter(t => t > end - LAST_MS)
        .reverse(),
    )
    const whole = kept
    for (const silentFrom of times) {
      if (least.length === 0) return least
      const cut = whole.filter(
        event => kinds.get(event) !== kind || event.t < silentFrom || event.t > end,
      )
      const left = differencesOf(cut)
      if (left.length < least.length) [kept, least] = [cut, left]
    }
  }
  return least
}

function isEnd(event: TraceEvent): boolean {
  return !isMessage(event) && event.fact === 'end'
}

/** Undefined for what is of no member of that cluster, and for the end itself. */
function kindOf(event: TraceEvent, cluster: string): Kind | undefined {
  if (isEnd(event)) return undefined
  if (isMessage(event) && event.socket === 'req') {
    if (clusterOfMember(event.at) !== cluster) return undefined
    return /-w\d/.test(event.at) ? 'worker' : 'client'
  }
  if (event.at !== cluster) return undefined
  if (isMessage(event)) return 'broker'
  if (OF_CLIENTS.includes(event.fact)) return 'client'
  return OF_WORKERS.includes(event.fact) ? 'worker' : 'broker'
}
