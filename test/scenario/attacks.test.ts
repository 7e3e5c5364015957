/** The section `attacks` of a scenario file. */

import { describe, expect, test } from 'vitest'
import { runScenario } from '../../src/run/run-scenario.js'
import { scalePlan } from '../../src/scenario/scale.js'
import { readScenario } from '../../src/scenario/scenario.js'
import { ScenarioError } from '../../src/scenario/scenario-error.js'
import { UsageError } from '../../src/scenario/usage-error.js'

const HEAD = 'version: 1\nduration: 60s\nclusters: { DC1: , DC2: }\n'
const planOf = (attacks: string) => readScenario(`${HEAD}attacks:\n${attacks}`, 'x.yaml')

function complaint(attack: string): string {
  try {
    planOf(`  - ${attack}`)
    return ''
  } catch (error) {
    if (error instanceof ScenarioError) return error.message
    throw error
  }
}

describe('attacks', () => {
  test('are read with their times, of which the run is the default', () => {
    const { attacks } = planOf(
      '  - { on: DC1, does: garbage, every: 5ms, from: 1s, until: 2s }\n' +
        '  - { on: DC2, does: broker-lie, probability: 20% }\n',
    )
    expect(attacks).toEqual([
      { on: 'DC1', does: 'garbage', everyMs: 5, fromMs: 1000, untilMs: 2000 },
      { on: 'DC2', does: 'broker-lie', probability: 0.2, fromMs: 0, untilMs: 60_000 },
    ])
  })

  test('are no part of a plan without them', () => {
    expect(readScenario(HEAD, 'x.yaml')).not.toHaveProperty('attacks')
  })

  test.each([
    [
      '{ on: DC3, does: garbage, every: 5ms }',
      'x.yaml:5:11: on: "DC3" is no cluster of this file: did you mean "DC1"?',
    ],
    [
      '{ on: DC1, does: garbagge, every: 5ms }',
      'x.yaml:5:22: does: "garbagge" is unknown: did you mean "garbage"?',
    ],
    [
      '{ on: DC1, does: garbage }',
      'x.yaml:5:5: It is not said how often garbage happens: use every: 10ms',
    ],
    [
      '{ on: DC1, does: broker-lie, every: 5ms, probability: 5% }',
      'x.yaml:5:34: every: broker-lie has none: use probability',
    ],
    [
      '{ on: DC1, does: readies, every: 5ms, from: 60s }',
      'x.yaml:5:49: from: 60s is not before the end of the run at 60s',
    ],
    [
      '{ on: DC1, does: readies, every: 5ms, until: 61s }',
      'x.yaml:5:50: until: 61s is after the end of the run at 60s',
    ],
    [
      '{ on: DC1, does: readies, every: 5ms, from: 2s, until: 1s }',
      'x.yaml:5:60: until: 1s is not after the attack itself at 2s',
    ],
  ])('that are not well are told of with their place: %s', (attack, message) => {
    expect(complaint(attack)).toBe(message)
  })

  test('are made shorter with the rest of a run', () => {
    const plan = planOf('  - { on: DC1, does: garbage, every: 5ms, from: 10s, until: 20s }\n')
    expect(scalePlan(plan, 0.1).attacks).toEqual([
      { on: 'DC1', does: 'garbage', everyMs: 5, fromMs: 1000, untilMs: 2000 },
    ])
  })

  test('are refused on real sockets', async () => {
    const plan = planOf('  - { on: DC1, does: garbage, every: 5ms }\n')
    const run = runScenario(plan, { mode: 'live' })
    await expect(run).rejects.toThrow(UsageError)
    await expect(run).rejects.toThrow(
      'attacks happen in virtual time only: use peering sim, or leave them out',
    )
  })
})
