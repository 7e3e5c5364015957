/** Random scenarios: each is one, the same for the same seed, and nothing is left untried. */

import { describe, expect, test } from 'vitest'
import { POLICY_NAMES } from '../../src/broker/policy.js'
import { randomScenario } from '../../src/fuzz/random-scenario.js'
import { planIfValid, planOfFile, textOfFile } from '../../src/fuzz/scenario-file.js'
import { ATTACKS } from '../../src/scenario/attack.js'
import { sayPolicy } from '../../src/scenario/parse-policy.js'
import { readScenario } from '../../src/scenario/scenario.js'

const seeds = Array.from({ length: 500 }, (_, seed) => seed)
const plans = seeds.map(seed => planOfFile(randomScenario(seed)))

describe('a random scenario', () => {
  test('is a valid one for any seed', () => {
    const later = Array.from({ length: 500 }, (_, index) => 1_000_000 + index)
    const wrong = later.filter(seed => planIfValid(randomScenario(seed)) === undefined)
    expect(wrong).toEqual([])
  })

  test('is the same for the same seed, and another for another', () => {
    expect(seeds.map(randomScenario)).toEqual(seeds.map(randomScenario))
    expect(new Set(seeds.map(seed => JSON.stringify(randomScenario(seed)))).size).toBe(500)
  })

  test('reads the same from the text that is saved', () => {
    for (const seed of seeds.slice(0, 50)) {
      const file = randomScenario(seed)
      expect(readScenario(textOfFile(file), 'saved.yaml')).toEqual(planOfFile(file))
    }
  })
})

const HOUR_MS = 3_600_000

describe('among five hundred of them', () => {
  const kinds = (of: (plan: (typeof plans)[number]) => readonly string[]) =>
    [...new Set(plans.flatMap(of))].sort()

  test('every policy is tried', () => {
    const policies = kinds(({ clusters }) =>
      Object.values(clusters).map(({ policy }) => sayPolicy(policy)),
    )
    expect(policies).toEqual([...POLICY_NAMES].sort())
  })

  test('every fault is tried, mended and unmended', () => {
    expect(kinds(({ faults }) => faults.map(({ kind }) => kind))).toEqual([
      ...['join', 'kill', 'kill-workers', 'leave', 'loss', 'partition', 'pause', 'slow'],
      'slow-links',
    ])
    const kills = plans.flatMap(({ faults }) => faults.filter(({ kind }) => kind === 'kill'))
    const restarted = kills.filter(fault => 'restartMs' in fault)
    expect(restarted.length).toBeGreaterThan(50)
    expect(kills.length - restarted.length).toBeGreaterThan(20)
  })

  test('every load but a replay is tried', () => {
    expect(kinds(({ loads }) => loads.map(({ load }) => load.kind))).toEqual([
      ...['closed', 'guide', 'ramping-rate', 'rate'],
    ])
  })

  test('two of three never lose a message, and nobody there tries again', () => {
    const calm = plans.filter(({ loads }) => loads.every(({ timeoutMs }) => timeoutMs === HOUR_MS))
    expect(calm.every(({ loads }) => loads.every(({ retries }) => retries === 0))).toBe(true)
    const isLossy = ({ faults, links }: (typeof plans)[number]) =>
      faults.some(({ kind }) => kind === 'loss' || kind === 'partition') ||
      [links.default, ...Object.values(links.pairs)].some(({ loss }) => loss > 0)
    expect(calm.length).toBeGreaterThan(300)
    expect(calm.filter(plan => plan.loads.length > 0 && isLossy(plan))).toEqual([])
  })

  test('every attack is tried, in about a half of them, with deadlines', () => {
    expect(kinds(({ attacks = [] }) => attacks.map(({ does }) => does))).toEqual(
      [...ATTACKS].sort(),
    )
    const attacked = plans.filter(({ attacks }) => attacks)
    expect(attacked.length).toBeGreaterThan(200)
    expect(attacked.length).toBeLessThan(300)
    const limits = attacked.flatMap(({ clusters }) =>
      Object.values(clusters).map(({ taskTimeoutMs }) => taskTimeoutMs),
    )
    expect(limits.every(ms => ms !== undefined && ms <= 800)).toBe(true)
  })

  test('answers are lost by attacks only where clients try again', () => {
    const costly = plans.filter(({ attacks = [] }) =>
      attacks.some(({ does }) => does === 'stolen-clients' || does === 'worker-garble'),
    )
    expect(costly.length).toBeGreaterThan(10)
    const patient = costly.filter(({ loads }) =>
      loads.some(({ timeoutMs }) => timeoutMs === HOUR_MS),
    )
    expect(patient).toEqual([])
  })

  test('in the others clients try again, some while faults still strike', () => {
    const lossy = plans.filter(({ loads }) => loads.some(({ retries }) => retries > 0))
    const early = lossy.filter(({ loads, durationMs }) =>
      loads.some(({ timeoutMs }) => timeoutMs < durationMs / 2),
    )
    expect(lossy.length).toBeGreaterThan(100)
    expect(early.length).toBeGreaterThan(50)
  })
})
