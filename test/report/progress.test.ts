/** What is told of a run while it goes on: its load, the faults in force, and who has ended. */

import { describe, expect, test } from 'vitest'
import { noCounts } from '../../src/report/counts.js'
import { RunRecord } from '../../src/report/run-record.js'
import { lookOf } from '../../src/report/run-snapshot.js'
import type { Sample } from '../../src/report/thresholds.js'
import { readScenario } from '../../src/scenario/scenario.js'
import type { ScenarioPlan } from '../../src/scenario/scenario-plan.js'

function planOf(sections: object): ScenarioPlan {
  const clusters = { A: null, B: null, C: null }
  const file = { version: 1, duration: '20s', warmup: '2s', clusters, ...sections }
  return readScenario(JSON.stringify(file), 'test.yaml')
}

const NOTHING = { counts: noCounts('A'), inFlight: 0, broker: undefined }

function progressAt(plan: ScenarioPlan, t: number) {
  return lookOf(plan, new RunRecord(plan), t).progress()
}

describe('What is told while a run goes on', () => {
  test('has rates in as many digits as people read', () => {
    const plan = planOf({ load: [{ at: 'A', executor: 'rate', rate: '5000/m', clients: 100 }] })
    expect(progressAt(plan, 3000).loads).toEqual(['A 100 clients, 83.33/s'])
  })

  test('has a fault with what is left of it, and one that is never mended', () => {
    const faults = [
      { at: '3s', loss: 'A>B', probability: '7%', until: '9s' },
      { at: '4s', partition: [['A'], ['C']] },
      { at: '5s', 'kill-workers': 'B' },
    ]
    expect(progressAt(planOf({ faults }), 6000).faults).toEqual([
      'loss of 7 % on A>B: ends in 3s',
      'partition A | C: to the end',
      'kill 5 workers of B: to the end',
    ])
  })

  test('knows who is not there', () => {
    const plan = planOf({ faults: [{ at: '9s', join: 'C' }] })
    const record = new RunRecord(plan)
    record.cluster('C').ended = 'joins later'
    expect(lookOf(plan, record, 3000).clusters().C?.ended).toBe('joins later')
  })
})

describe('A rate', () => {
  const plan = planOf({
    thresholds: [{ 'task.rate': 'avg > 5/s' }, { 'task.rate': 'min > 5/s' }],
  })
  const done = { metric: 'task.done', value: 1, labels: {} } as const satisfies Sample
  const afterFiveSeconds = () => {
    const record = new RunRecord(plan)
    for (let t = 2000; t < 7000; t += 100) record.thresholds.add(t, done)
    for (const { name } of record.clusters) record.add(name, NOTHING, 7000)
    record.settle(7000)
    return record
  }

  test('is of the time that has passed, while the run goes on', () => {
    const standing = afterFiveSeconds().thresholds.results()
    expect(standing.map(({ value }) => value)).toEqual([10, 10])
  })

  test('is of the time that there was, of a run that was ended early', () => {
    const record = afterFiveSeconds()
    record.finish(7000)
    expect(record.thresholds.results().map(({ passed }) => passed)).toEqual([true, true])
  })
})
