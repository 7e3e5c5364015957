/** Fuzzing: it finds nothing in the broker, and finds and shrinks the bugs put into it by hand. */

import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { randomScenario } from '../../src/fuzz/random-scenario.js'
import { planOfFile, type ScenarioFile, textOfFile } from '../../src/fuzz/scenario-file.js'
import { shrink, smallerThan } from '../../src/fuzz/shrink.js'
import { firstViolation } from '../../src/fuzz/trial.js'
import { readScenario } from '../../src/scenario/scenario.js'
import type { NewBroker } from '../../src/sim/cluster-contract.js'
import { comparesNames, dropsRedelivery, forgetsCapacity } from '../support/bugs.js'

const FOUND = fileURLToPath(new URL('./found/', import.meta.url))

/** More than any of the bugs needs. */
const SEEDS_MAX = 400

afterEach(() => {
  vi.restoreAllMocks()
})

describe('the broker', { timeout: 60_000 }, () => {
  test.each([0, 1, 2, 3])('breaks nothing in five hundred scenarios, part %i', async part => {
    for (let seed = 500 * part; seed < 500 * (part + 1); seed++) {
      const broken = await firstViolation(planOfFile(randomScenario(seed)))
      expect(broken && { seed, ...broken }).toBeUndefined()
    }
  })

  test.each(readdirSync(FOUND))('breaks nothing in what once failed: %s', async file => {
    const plan = readScenario(readFileSync(FOUND + file, 'utf8'), file)
    expect(await firstViolation(plan)).toBeUndefined()
  })
})

async function find(newBroker?: NewBroker): Promise<{ file: ScenarioFile; breaks: string }> {
  for (let seed = 0; seed < SEEDS_MAX; seed++) {
    const file = randomScenario(seed)
    const broken = await firstViolation(planOfFile(file), { newBroker })
    if (broken) return { file, breaks: broken.name }
  }
  throw new Error(`not found in ${SEEDS_MAX} seeds`)
}

describe('a bug put into the broker by hand', { timeout: 60_000 }, () => {
  test.each([
    ['drops a redelivery', dropsRedelivery, undefined, 'no ready worker idles while a task waits'],
    ['forgets to take one off the capacity', forgetsCapacity, undefined, 'no capacity is negative'],
    ['compares names', () => {}, comparesNames, 'no task is answered twice'],
  ])('that %s is found, and shrunk to a few lines', async (_, putIn, newBroker, name) => {
    putIn()
    const { file, breaks } = await find(newBroker)
    expect(breaks).toBe(name)
    const small = await shrink(file, { breaks, newBroker })
    expect((await firstViolation(planOfFile(small), { newBroker }))?.name).toBe(name)
    expect(textOfFile(small).split('\n').length).toBeLessThan(30)
    expect(small.faults.length).toBeLessThanOrEqual(2)
    expect(Object.keys(small.clusters).length).toBeLessThanOrEqual(2)
    vi.restoreAllMocks()
    expect(await firstViolation(planOfFile(small))).toBeUndefined()
  })
})

test('a bug that throws is told with its seed', async () => {
  const throws: NewBroker = () => {
    throw new Error('the sky falls')
  }
  const trial = firstViolation(planOfFile(randomScenario(16)), { newBroker: throws })
  await expect(trial).rejects.toThrow('seed 16: the sky falls')
})

describe('shrinking', { timeout: 60_000 }, () => {
  test('ends at what it has when nobody wants to wait any longer', async () => {
    dropsRedelivery()
    const { file, breaks } = await find()
    expect(await shrink(file, { breaks, isEnough: () => true })).toBe(file)
    let asked = 0
    const small = await shrink(file, { breaks, isEnough: () => ++asked > 20 })
    expect(asked).toBe(21)
    expect((await firstViolation(planOfFile(small)))?.name).toBe(breaks)
  })
})

describe('what a scenario can be shrunk to', () => {
  test('is always less, so that shrinking ends', () => {
    const weight = (value: unknown): number => {
      if (typeof value === 'number') return 1 + value
      if (typeof value === 'string')
        return value.replace(/\d+ms/g, ms => 'x'.repeat(Number.parseInt(ms, 10))).length
      if (typeof value !== 'object' || value === null) return 1
      return Object.values(value).reduce<number>((sum, part) => sum + 1 + weight(part), 1)
    }
    for (let seed = 0; seed < 100; seed++) {
      const file = randomScenario(seed)
      for (const smaller of smallerThan(file)) expect(weight(smaller)).toBeLessThan(weight(file))
    }
  })
})
