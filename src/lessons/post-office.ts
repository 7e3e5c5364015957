/** A post office in virtual time: customers, counters, and one queue for all or one for each. */

import { draw } from '../base/distribution.js'
import { randomStream } from '../base/random.js'

const CUSTOMERS = 100_000
const STAMPS_MIN = 1
const ACCOUNT_MIN = 10
/** One in ten opens an account. */
const MEAN_MIN = 0.9 * STAMPS_MIN + 0.1 * ACCOUNT_MIN
const UTILISATION = 0.8

/** @returns the mean wait, in minutes, of those who buy stamps and of those who open accounts */
export function postOffice(counters: number, queues: 'one queue' | 'in turn') {
  const random = randomStream(1, 'post office')
  const between = { kind: 'exp', meanMs: MEAN_MIN / counters / UTILISATION } as const
  const freeAt = new Array<number>(counters).fill(0)
  const waits = { stamps: [] as number[], accounts: [] as number[] }
  let now = 0
  for (let nth = 0; nth < CUSTOMERS; nth++) {
    now += draw(between, random)
    const opensAccount = random() < 0.1
    const counter = queues === 'in turn' ? nth % counters : freeAt.indexOf(Math.min(...freeAt))
    const begin = Math.max(now, freeAt[counter] ?? 0)
    freeAt[counter] = begin + (opensAccount ? ACCOUNT_MIN : STAMPS_MIN)
    waits[opensAccount ? 'accounts' : 'stamps'].push(begin - now)
  }
  return { stamps: meanOf(waits.stamps), accounts: meanOf(waits.accounts) }
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
