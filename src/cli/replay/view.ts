/** A place in a trace as people see it: the events around it, and how each broker stands then. */

import type { ChalkInstance } from 'chalk'
import type { BrokerState, PeerState } from '../../broker/contract.js'
import { eventText } from '../../trace/event-text.js'
import { cutAt, grouped, table } from '../output/format.js'
import type { Playback } from './playback.js'

export interface ReplayViewOptions {
  readonly title: string
  readonly columns: number
  readonly rows: number
  readonly chalk: ChalkInstance
  /** What was asked for last, and what came of it. */
  readonly message: string
}

const KEYS = 'n next · b back · space/B ten · f/F fault · t task · g time · home/end · q quit'

/** The lines of the screen, none longer than it is wide, no more than it is high. */
export function replayView(playback: Playback, options: ReplayViewOptions): string[] {
  const { title, columns, rows, chalk, message } = options
  const { shown, position } = playback
  const cut = cutAt(columns)
  const states = [...stateLines(playback.states()), ...differenceLines(playback)].map(cut)
  // The title, three empty lines and the keys are there besides.
  const height = Math.max(3, rows - states.length - 6)
  const first = Math.max(0, Math.min(position - Math.floor(height / 2), shown.length - height))
  const events = shown.slice(first, first + height).map((event, index) => {
    const isHere = first + index === position
    const line = cut(`${isHere ? '›' : ' '} ${eventText(event)}`)
    return isHere ? chalk.bold(line) : chalk.dim(line)
  })
  const [head = '', ...cells] = states
  const place = `${grouped(position + 1)} of ${grouped(shown.length)}`
  return [
    chalk.bold(cut(`replay ${title} · ${place}`)),
    '',
    ...events,
    '',
    chalk.dim(head),
    ...cells,
    '',
    message === '' ? chalk.dim(cut(KEYS)) : chalk.yellow(cut(message)),
  ]
}

/** A row for each broker: its workers, what waits, and what it knows of each peer. */
export function stateLines(states: ReadonlyMap<string, BrokerState>): string[] {
  const rows = [...states].sort(([a], [b]) => (a < b ? -1 : 1))
  const peers = rows.map(([name]) => name)
  const head = ['broker', 'ready', 'own', "peers'", 'waiting', ...peers.map(name => `of ${name}`)]
  const lines = rows.map(
    ([name, { workers, ready, busyLocal, busyCloud, waiting, peers: known }]) => [
      name,
      `${ready}/${workers}`,
      ...[busyLocal, busyCloud, waiting].map(grouped),
      ...peers.map(peer => peerText(known.find(other => other.name === peer))),
    ],
  )
  return table([head, ...lines])
}

/** What it would take, when it said so, and how many tasks it has of ours. */
function peerText(peer: PeerState | undefined): string {
  if (!peer) return '·'
  const { capacity, ageMs, isLive, isSuspended, outstanding } = peer
  const heard = isLive ? `${capacity} free ${(ageMs / 1000).toFixed(1)}s` : 'silent'
  const shown = isSuspended ? 'suspended' : heard
  return outstanding > 0 ? `${shown} has ${outstanding}` : shown
}

/** Where the brokers of this program part from those that made the trace, if they do. */
export function differenceLines({ difference }: Playback): string[] {
  if (!difference) return []
  const { event, instead } = difference
  return [
    `The brokers of this program do otherwise from ${(event.t / 1000).toFixed(4)} s on:`,
    `  ${event.at} then sent ${instead ?? 'nothing'}`,
  ]
}
