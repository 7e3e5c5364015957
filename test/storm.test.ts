/** How a storm judges clusters, without any. */

import { expect, test } from 'vitest'

interface Standing {
  readonly tasksPerSecond: number
  readonly memoryMb: Readonly<Record<string, number>>
  readonly lost?: number
  readonly recoveredMs?: number
  readonly memoryBackMs?: number
  readonly staffedMs?: number
  readonly calmMs?: number
  readonly miscounted?: Readonly<Record<string, number>>
}

interface Measured {
  readonly before: Standing
  readonly after: Standing
  readonly deaths: readonly string[]
}

interface Verdict {
  readonly isFast: boolean
  readonly isSmall: boolean
  readonly isPassed: boolean
  readonly wrong: readonly string[]
}

const url = new URL('../scripts/storm/verdicts.mjs', import.meta.url)
const { judge } = (await import(url.href)) as { judge: (measured: Measured) => Verdict }

const BEFORE: Standing = { tasksPerSecond: 100, memoryMb: { DC1: 120, DC2: 120 } }
const AS_BEFORE = {
  ...BEFORE,
  lost: 0,
  ...{ recoveredMs: 1000, memoryBackMs: 1000, staffedMs: 1000, calmMs: 3000 },
}

const judged = (after: Partial<Standing>, deaths: readonly string[] = []) =>
  judge({ before: BEFORE, after: { ...AS_BEFORE, ...after }, deaths })

test('clusters that stand as before have withstood', () => {
  expect(judged({})).toEqual({ isFast: true, isSmall: true, isPassed: true, wrong: [] })
})

test('90 % of the throughput and 100 MB more are as before, 89 % and 101 MB are not', () => {
  expect(judged({ tasksPerSecond: 90, memoryMb: { DC1: 220, DC2: 120 } })).toMatchObject({
    isFast: true,
    isSmall: true,
  })
  expect(judged({ tasksPerSecond: 89, memoryMb: { DC1: 120, DC2: 221 } })).toMatchObject({
    isFast: false,
    isSmall: false,
  })
})

test.each([
  [{ lost: 1 }, '1 tasks lost'],
  [{ tasksPerSecond: 50, recoveredMs: undefined }, '50 of 100 tasks/s after 10 s'],
  [{ memoryMb: { DC1: 300, DC2: 120 }, memoryBackMs: undefined }, 'memory: DC1 300 MB, 180 more'],
  [{ miscounted: { DC2: 107 }, staffedMs: undefined }, 'workers, busy or ready: DC2 107'],
  [{ calmMs: undefined }, 'clients still try again after 10 s'],
])('%j is said as "%s"', (after, word) => {
  expect(judged(after as Partial<Standing>)).toMatchObject({ isPassed: false, wrong: [word] })
})

test('of dead clusters it is said what became of them, and not that they are slow', () => {
  expect(judged({ tasksPerSecond: 0 }, ['DC1 ended with SIGABRT'])).toMatchObject({
    isPassed: false,
    wrong: ['DC1 ended with SIGABRT'],
  })
})
