/** A limit judged: whether the difference of two results is beyond it, and how sure that is. */

import { holds } from '../scenario/threshold.js'
import type { Interval } from '../theory/confidence.js'
import type { Unit } from './figures.js'
import type { Limit } from './limits.js'
import { meanOf, type Pairing, type Values } from './pairing.js'
import type { Summary } from './summary.js'

/** One member of the `thresholds` of a comparison. */
export interface LimitResult {
  /** As it was written: when the comparison fails. */
  readonly failIf: string
  readonly figure: string
  /** Of `value` and `interval`: that of the figure, or percent of a. */
  readonly unit: Unit | 'percent'
  /** b - a; null where one of them has no such figure, and for percent of an a that is 0. */
  readonly value: number | null
  /** What holds it with 95 % confidence; null where one of them has a single run. */
  readonly interval: readonly [number, number] | null
  readonly verdict: Summary['verdict']
  /** Why it is inconclusive; of the gate, how the run ended. */
  readonly reason?: string
}

/**
 * How far b is beyond what the limit allows it is estimated as a difference itself, so that the
 * chance in a counts where a limit is a share of it.
 *
 * @param letter how b is called.
 */
export function judgeLimit(limit: Limit, pairing: Pairing, letter = 'b'): LimitResult {
  const { text: failIf, figure, isPercent, value } = limit
  const about = { failIf, figure: figure.name, unit: isPercent ? 'percent' : figure.unit } as const
  const unknown = (reason: string): LimitResult => {
    return { ...about, value: null, interval: null, verdict: 'inconclusive', reason }
  }
  const lacking = pairing.lacking(figure)
  if (lacking) return unknown(`${lacking === 'a' ? 'a' : letter} has no ${figure.name}`)
  const values = pairing.values(figure)
  const beyond = beyondOf(limit, values, pairing)
  if (!beyond) return unknown('too few seeds have it')
  const meanA = meanOf(values.a)
  const inUnit = (excess: number) => value + (isPercent ? (100 * excess) / (meanA ?? 0) : excess)
  const isTold = !isPercent || meanA !== 0
  const [low, high] = [beyond.mean - beyond.half, beyond.mean + beyond.half]
  return {
    ...about,
    value: isTold ? inUnit(beyond.mean) : null,
    interval: isTold && pairing.method !== undefined ? [inUnit(low), inUnit(high)] : null,
    ...verdictOn(limit, low, high),
  }
}

function beyondOf(limit: Limit, { a, b }: Values, pairing: Pairing): Interval | undefined {
  const { isPercent, value } = limit
  const allowed = a.map(of => (isPercent ? of * (1 + value / 100) : of + value))
  if (pairing.method !== undefined) return pairing.difference({ a: allowed, b })
  // Nothing is known of chance: they are taken as they are.
  return { mean: (meanOf(b) ?? 0) - (meanOf(allowed) ?? 0), half: 0 }
}

function verdictOn(
  { comparison }: Limit,
  low: number,
  high: number,
): Pick<LimitResult, 'verdict' | 'reason'> {
  const isBeyond = (excess: number) => holds({ comparison, value: 0 }, excess)
  if (isBeyond(low) && isBeyond(high)) return { verdict: 'fail' }
  if (!isBeyond(low) && !isBeyond(high)) return { verdict: 'pass' }
  return { verdict: 'inconclusive', reason: 'the limit is within that: more seeds would tell' }
}
