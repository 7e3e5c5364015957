/**
 * Who takes part in a diagram, from left to right so that arrows are short: each cluster's clients,
 * its broker, its workers. Where there is no room for all, the members of a cluster share a line.
 */

import { clusterOf, isWorkerName } from '../wire/names.js'
import type { Message } from './messages.js'

export interface Lifelines {
  /** From left to right. */
  readonly names: readonly string[]
  /** Whose line stands for a client's, a worker's or a broker's; undefined if left out. */
  seatOf(name: string): string | undefined
  /** Whose lines there is no room for. */
  readonly leftOut: readonly string[]
}

interface Cluster {
  readonly clients: Set<string>
  readonly workers: Set<string>
}

/**
 * @param most how many lines there is room for.
 * @param isSorted by name; else in the order in which they take part.
 */
export function lifelinesOf(
  messages: readonly Message[],
  most: number,
  isSorted: boolean,
): Lifelines {
  const inTurn = clustersOf(messages)
  const clusters = isSorted ? new Map([...inTurn].sort(([a], [b]) => (a < b ? -1 : 1))) : inTurn
  const all = [...clusters].flatMap(([name, { clients, workers }]) => [
    ...clients,
    name,
    ...workers,
  ])
  if (all.length <= most) return seats(all, new Map(all.map(name => [name, name])), most, clusters)
  const shared = new Map<string, string>()
  const names = [...clusters].flatMap(([name, { clients, workers }]) => {
    const [asking, working] = [
      sharedName('clients', clients, name),
      sharedName('workers', workers, name),
    ]
    for (const client of clients) shared.set(client, asking)
    for (const worker of workers) shared.set(worker, working)
    shared.set(name, name)
    return [...(clients.size > 0 ? [asking] : []), name, ...(workers.size > 0 ? [working] : [])]
  })
  return seats(names, shared, most, clusters)
}

function sharedName(what: string, members: ReadonlySet<string>, cluster: string): string {
  return members.size === 1 ? ([...members][0] as string) : `${what} of ${cluster}`
}

function seats(
  names: readonly string[],
  shared: ReadonlyMap<string, string>,
  most: number,
  brokers: ReadonlyMap<string, unknown>,
): Lifelines {
  // Brokers first: between them is what a cloud is about.
  const byWorth = [
    ...names.filter(name => brokers.has(name)),
    ...names.filter(name => !brokers.has(name)),
  ]
  const kept = new Set(byWorth.slice(0, most))
  return {
    names: names.filter(name => kept.has(name)),
    leftOut: names.filter(name => !kept.has(name)),
    seatOf: name => {
      const seat = shared.get(name)
      return seat !== undefined && kept.has(seat) ? seat : undefined
    },
  }
}

/** In the order of their first messages. */
function clustersOf(messages: readonly Message[]): Map<string, Cluster> {
  const clusters = new Map<string, Cluster>()
  const cluster = (name: string): Cluster => {
    const known = clusters.get(name) ?? { clients: new Set(), workers: new Set() }
    clusters.set(name, known)
    return known
  }
  for (const { from, to, socket, sent, received } of messages) {
    if (socket !== 'localfe' && socket !== 'localbe' && socket !== 'req') {
      for (const name of [from, to]) cluster(name)
      continue
    }
    const ofBroker = [sent, received].find(hop => hop && hop.socket !== 'req')
    const broker = ofBroker?.at ?? (sent ?? received)?.with ?? ''
    const member = broker === from ? to : from
    const isWorker = socket === 'localbe' || isWorkerName(member)
    cluster(broker)[socket !== 'localfe' && isWorker ? 'workers' : 'clients'].add(member)
  }
  return clusters
}

/** Whether a line ends when that cluster does: its broker's, and those of its members. */
export function diesWith(seat: string, cluster: string): boolean {
  return seat === cluster || clusterOf(seat) === cluster || seat.endsWith(` of ${cluster}`)
}
