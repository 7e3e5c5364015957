/** What faults cost: when they were over, who noticed them, and when all was well again. */

import { describe, expect, test } from 'vitest'
import { type Outage, Outages } from '../../src/report/outages.js'
import { readScenario } from '../../src/scenario/scenario.js'
import type { Fault } from '../../src/scenario/scenario-plan.js'

function faultsOf(...faults: object[]): readonly Fault[] {
  const clusters = { A: null, B: null, C: null }
  const file = { version: 1, duration: '60s', clusters, faults }
  return readScenario(JSON.stringify(file), 'test.yaml').faults
}

const outagesOf = (endMs: number, ...faults: object[]): Outage[] =>
  new Outages(faultsOf(...faults)).all([], endMs)

describe('the end of a fault', () => {
  test.each([
    ['is when it is mended', { at: '5s', kill: 'B', restart: '9s' }, 9000],
    ['is at once where nothing can be mended', { at: '5s', 'kill-workers': 'B' }, 5000],
    ['is never where nobody mends it', { at: '5s', kill: 'B' }, null],
    ['is never where the run ended before', { at: '5s', pause: 'B', resume: '50s' }, null],
  ] as const)('%s', (_, fault, endMs) => {
    expect(outagesOf(20_000, fault)).toMatchObject([{ atMs: 5000, endMs }])
  })

  test('is when a script mends it', () => {
    const faults = new Outages([])
    const [fault] = faultsOf({ at: '5s', kill: 'B' })
    if (!fault) throw new Error('no fault')
    faults.struck(fault)
    expect(faults.all([], 6000)).toMatchObject([{ endMs: null }])
    faults.mended(fault, 7000)
    expect(faults.all([], 8000)).toMatchObject([{ endMs: 7000 }])
  })
})
