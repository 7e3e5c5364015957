/** Who works for whom, in the live view: a cell for each pair where there is room, else sums. */

import type { ChalkInstance } from 'chalk'
import type { PeerStatus } from '../../report/cluster-record.js'
import { grouped, table } from './format.js'
import type { Statuses } from './output.js'
import { type Cell, paintedTable } from './painted-table.js'

export function peerLines(clusters: Statuses, columns: number, chalk: ChalkInstance): string[] {
  const alive = Object.entries(clusters).filter(([, status]) => status.ended === undefined)
  const known = new Set(alive.flatMap(([, status]) => Object.keys(status.peers)))
  // In the order of the rows; a cluster alone has only peers that are no rows.
  const peers = [...new Set([...Object.keys(clusters), ...[...known].sort()])].filter(name =>
    known.has(name),
  )
  if (peers.length === 0) return []
  const dim = (text: string): Cell => ({ text, paint: chalk.dim })
  for (const cellOf of [fullCell, shortCell]) {
    const head = [cellOf === fullCell ? '→to ←for' : '→to ←for @s', ...peers].map(dim)
    const rows = alive.map(([name, { peers: seen }]): Cell[] => [
      { text: name },
      ...peers.map(peer => peerCell(seen[peer], cellOf, clusters[peer]?.ended, chalk)),
    ])
    const plain = table([head, ...rows].map(row => row.map(({ text }) => text)))
    if (plain.every(({ length }) => length <= columns))
      return paintedTable([head, ...rows], columns)
  }
  const sumRows = alive.map(([name, { peers: seen }]): Cell[] => [
    { text: name },
    ...sums(Object.values(seen), chalk),
  ])
  const heads = ['cluster', 'to peers', 'for peers', 'peers free', 'peers silent']
  return paintedTable([heads.map(dim), ...sumRows], columns)
}

/** Silence is an alarm, unless it is known why. */
function peerCell(
  peer: PeerStatus | undefined,
  cellOf: (peer: PeerStatus) => string,
  ended: string | undefined,
  chalk: ChalkInstance,
): Cell {
  if (!peer) return { text: '·', paint: chalk.dim }
  const paint = ended === undefined ? chalk.red : chalk.dim
  return { text: cellOf(peer), ...(peer.ageMs === null || peer.suspended ? { paint } : {}) }
}

/** Delegated to it, served for it, its capacity and how old that word is. */
export function fullCell({ delegated, served, capacity, ageMs, suspended }: PeerStatus): string {
  const heard = ageMs === null ? 'silent' : `${capacity} free ${(ageMs / 1000).toFixed(1)}s`
  return `→${grouped(delegated)} ←${grouped(served)} ${suspended ? 'suspended' : heard}`
}

/** The same where it is narrow: `→12 ←3 4@0.2`. */
function shortCell({ delegated, served, capacity, ageMs, suspended }: PeerStatus): string {
  const heard = ageMs === null ? '?' : `${capacity}@${(ageMs / 1000).toFixed(1)}`
  return `→${delegated} ←${served} ${suspended ? '!' : heard}`
}

function sums(peers: readonly PeerStatus[], chalk: ChalkInstance): Cell[] {
  const sum = (numberOf: (peer: PeerStatus) => number) =>
    grouped(peers.reduce((total, peer) => total + numberOf(peer), 0))
  const silent = sum(({ ageMs }) => (ageMs === null ? 1 : 0))
  return [
    { text: `→${sum(peer => peer.delegated)}` },
    { text: `←${sum(peer => peer.served)}` },
    { text: sum(peer => peer.capacity) },
    { text: silent, ...(silent === '0' ? {} : { paint: chalk.red }) },
  ]
}
