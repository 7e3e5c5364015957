/** Settings of the command line: what they change, and how their problems are told. */

import { describe, expect, test } from 'vitest'
import { readScenario } from '../../src/scenario/scenario.js'
import { ScenarioError } from '../../src/scenario/scenario-error.js'

const FILE = `\
version: 1
duration: 60s
clusters:
  DC1: &small { workers: 2 }
  DC2: *small
  a.b:
load:
  - { at: DC1, executor: rate, rate: 5/s }
thresholds:
  - task.lost: count == 0
`

const planOf = (...settings: string[]) => readScenario(FILE, 'x.yaml', { settings })

function complaints(...settings: string[]): string[] {
  try {
    planOf(...settings)
    return []
  } catch (error) {
    if (error instanceof ScenarioError) return error.message.split('\n')
    throw error
  }
}

describe('a setting', () => {
  test('changes what is there, and only that', () => {
    const { clusters } = planOf('clusters.DC1.workers=4')
    expect([clusters.DC1?.workers, clusters.DC2?.workers]).toEqual([4, 2])
  })

  test('counts when it is the last of several', () => {
    expect(planOf('seed=2', 'seed=3').seed).toBe(3)
  })

  test('finds its way through lists, and keys with dots in them', () => {
    const plan = planOf(
      'load[0].rate=9/s',
      'clusters.a.b.workers=6',
      'thresholds[0].task.lost=count < 5',
    )
    expect(plan.loads[0]?.load).toMatchObject({ perSecond: 9 })
    expect(plan.clusters['a.b']?.workers).toBe(6)
    expect(plan.thresholds[0]?.exprText).toBe('count < 5')
  })

  test('can say what the file does not', () => {
    const plan = planOf(
      'broker.policy=random',
      'clusters.DC3={ workers: 3, service: choice:0s,1s }',
      'load[1]={ at: DC3, executor: guide }',
      'faults=[{ at: 5s, kill: DC3 }]',
      'warmup=1s',
    )
    expect(plan.clusters.DC3).toMatchObject({ policy: 'random', workers: 3 })
    expect(plan).toMatchObject({ warmupMs: 1000, faults: [{ kind: 'kill' }] })
    expect(plan.loads).toHaveLength(2)
  })

  test.each([
    ['clusters.DC1.wrokers=4', 'Unknown key "wrokers" in a cluster: did you mean "workers"?'],
    ['cluster.DC1.workers=4', 'Unknown key "cluster" in a scenario: did you mean "clusters"?'],
    ['clusters.DC11.workers=4', 'There is no cluster DC11: did you mean "clusters.DC1"?'],
    ['clusters.X.workers=4', 'There is no cluster X: there are DC1, DC2, a.b'],
    ['clusters.DC1.workers=four', 'workers: use a whole number from 0 to 65536, not "four"'],
    ['load.rate=5/s', 'load is a list: say which, as in load[0].rate'],
    ['load[3].rate=5/s', 'There is no load[3]: use load[0] to load[0]'],
    ['duration.x=5', 'duration is "60s", which has no x in it'],
    ['duration[0]=5', 'duration is "60s", no list: leave out [0]'],
    ['duration', 'use a path and a value, such as clusters.DC1.workers=4'],
    ['a[x]=2', 'use a path and a value, such as clusters.DC1.workers=4, or load[0].rate=5/s'],
    ['faults=[1', 'Not YAML: a ] is missing'],
    ['__proto__.x=5', 'Unknown key "__proto__" in a scenario: use one of'],
  ])('%s is refused, and told of itself', (setting, problem) => {
    const lines = complaints(setting)
    expect(lines[0]).toContain(`--set ${setting}: ${problem}`)
    expect(lines).toHaveLength(1)
  })

  test('that makes something else wrong and another are told of the last', () => {
    expect(complaints('duration=1s', 'warmup=5s', 'thresholds=')).toEqual([
      '--set warmup=5s: warmup: 5s is not before the end of the run at 1s',
    ])
  })
})
