/** Faults in words: as they strike, and as they are mended. */

import { counted } from '../base/format.js'
import type { Millis } from '../base/time.js'
import type { Direction, Fault } from './scenario-plan.js'

export interface FaultWords {
  readonly begins: string
  /** Undefined for what is over at once, or never. */
  readonly ends?: { readonly atMs: Millis; readonly words: string }
}

/** Whether a fault is over when it has struck; who has left may come back, but that is another. */
export function isOverAtOnce({ kind }: Fault): boolean {
  return kind === 'join' || kind === 'leave'
}

export function faultWords(fault: Fault): FaultWords {
  switch (fault.kind) {
    case 'kill':
      return spell(`kill ${fault.cluster}`, fault.restartMs, `restart ${fault.cluster}`)
    case 'pause':
      return spell(`pause ${fault.cluster}`, fault.resumeMs, `resume ${fault.cluster}`)
    case 'join':
    case 'leave':
      return { begins: `${fault.kind} ${fault.cluster}` }
    case 'kill-workers':
      return spell(`kill ${workersOf(fault)}`, fault.restartMs, `restart ${workersOf(fault)}`)
    case 'partition': {
      const groups = fault.groups.map(group => group.join(' ')).join(' | ')
      return spell(`partition ${groups}`, fault.healMs, `heal ${groups}`)
    }
    case 'slow':
      return over(`slow ${fault.cluster}, ${fault.factor} times`, fault.untilMs)
    case 'slow-links':
      return over(`slow ${linksOf(fault.links)}`, fault.untilMs)
    case 'loss':
      return over(`loss of ${percent(fault.probability)} on ${linksOf(fault.links)}`, fault.untilMs)
  }
}

function spell(begins: string, atMs: Millis | undefined, words: string): FaultWords {
  return atMs === undefined ? { begins } : { begins, ends: { atMs, words } }
}

function over(begins: string, atMs: Millis | undefined): FaultWords {
  return spell(begins, atMs, `end of ${begins}`)
}

/** Without the last digits of what has no end in binary: 0.07 is 7 %. */
function percent(share: number): string {
  return `${Number((100 * share).toPrecision(12))} %`
}

function workersOf({ count, cluster }: { count: number; cluster: string }): string {
  return `${counted(count, 'worker')} of ${cluster}`
}

function linksOf(links: readonly Direction[]): string {
  return links.map(({ from, to }) => `${from}>${to}`).join(' ')
}
