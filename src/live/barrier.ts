/** The barrier before a load: all run, and every broker has heard of every other that it knows. */

import type { ClusterReport } from '../report/cluster-record.js'
import { after } from './after.js'
import { nowMs } from './clock.js'
import type { ClusterSupervisor } from './cluster-supervisor.js'

const POLL_MS = 20
/** How long all brokers may take to hear of each other. */
const CONNECT_MAX_MS = 20_000

/**
 * Starts all, or none: where one cannot start, the others are gone as well when this is over.
 *
 * @throws UsageError as `Cluster.start` does; Error if it is given up.
 */
export async function startAll(
  members: readonly ClusterSupervisor[],
  abort: AbortController,
): Promise<void> {
  const starts = members.map(member => member.start(abort.signal))
  try {
    await Promise.all(starts)
  } catch (error) {
    abort.abort()
    await Promise.allSettled(starts)
    throw error
  }
}

/**
 * @param hear is given what each member reports meanwhile.
 * @throws Error if they do not, with the first that does not; or if the signal comes.
 */
export async function untilConnected(
  members: readonly ClusterSupervisor[],
  signal: AbortSignal,
  hear: (name: string, report: ClusterReport) => void,
): Promise<void> {
  const names = new Set(members.map(({ name }) => name))
  const giveUpAt = nowMs() + CONNECT_MAX_MS
  const ask = async (member: ClusterSupervisor) => {
    const report = await member.report()
    if (report) hear(member.name, report)
    return report ? unheardOf(member.name, report, names) : []
  }
  for (;;) {
    const missing = (await Promise.all(members.map(ask))).flat()
    if (missing.length === 0) return
    signal.throwIfAborted()
    if (nowMs() > giveUpAt) throw new Error(`${missing[0]} after ${CONNECT_MAX_MS / 1000} s`)
    await after(POLL_MS)
  }
}

/** Of those peers that are there, the ones that its broker has not heard of. */
function unheardOf(name: string, { broker }: ClusterReport, there: ReadonlySet<string>): string[] {
  const peers = broker?.peers ?? []
  return peers
    .filter(peer => !peer.isLive && there.has(peer.name))
    .map(peer => `${name} has not heard of ${peer.name}`)
}
