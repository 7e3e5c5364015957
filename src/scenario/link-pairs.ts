/** Which brokers of a scenario need a link made between them, on a machine that has none. */

import { linkStrike } from './link-faults.js'
import { type Direction, type LinkSpec, linkBetween, type ScenarioPlan } from './scenario-plan.js'

/** All connections by which `from` reaches `to`, and what they meet both ways. */
export interface LinkPair extends Direction {
  readonly out: LinkSpec
  readonly back: LinkSpec
}

/** The pairs whose link is ever anything but plain: no other needs one. */
export function pairsNeeded(plan: ScenarioPlan): LinkPair[] {
  const struck = new Set(
    plan.faults.flatMap(fault =>
      'cluster' in fault ? [] : linkStrike(fault).directions.map(directionName),
    ),
  )
  const isNeeded = (from: string, to: string) =>
    !isPlain(linkBetween(plan, from, to)) || struck.has(directionName({ from, to }))
  return Object.entries(plan.clusters).flatMap(([from, { peers }]) =>
    peers
      .filter(to => isNeeded(from, to) || isNeeded(to, from))
      .map(to => ({
        from,
        to,
        out: linkBetween(plan, from, to),
        back: linkBetween(plan, to, from),
      })),
  )
}

/** `DC1>DC2`. */
export function directionName({ from, to }: Direction): string {
  return `${from}>${to}`
}

function isPlain({ latency, loss, bytesPerMs }: LinkSpec): boolean {
  const isAtOnce = latency.kind === 'constant' && latency.ms === 0
  return isAtOnce && loss === 0 && bytesPerMs === undefined
}
