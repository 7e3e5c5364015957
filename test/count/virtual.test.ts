/** In virtual time, every figure is as the count has it, to the last digit that it can have. */

import { describe, expect, test } from 'vitest'
import { randomScenario } from '../../src/fuzz/random-scenario.js'
import { planOfFile } from '../../src/fuzz/scenario-file.js'
import { isMessage } from '../../src/trace/trace.js'
import { differences } from './compare.js'
import { endedPlan, shippedPlans, smallPlan, smallPlans } from './plans.js'
import { counted } from './run.js'

/** So many of some three thousand questions are asked of each plan; each is asked others. */
const QUESTIONS = { small: 600, shipped: 100, random: 60 }

const SEEDS = 300
const SEEDS_A_TEST = 50

describe('figures are as counted, of', () => {
  test.each(smallPlans())('%s', async (_, plan) => {
    const { report, told } = await counted(plan, QUESTIONS.small)
    expect(differences(report, told)).toEqual([])
  })

  test.each(shippedPlans())('%s', async (_, plan) => {
    const { report, told } = await counted(plan, QUESTIONS.shipped)
    expect(differences(report, told)).toEqual([])
  })

  test('a pause, by which nobody is behind', async () => {
    const { report, events } = await counted(smallPlan('fault: pause of who asks'), 0)
    const late = events.filter(event => !isMessage(event) && event.fact === 'behind')
    expect(late).not.toEqual([])
    expect(report.total.behind).toBe(0)
  })

  test('a run that a threshold ends', async () => {
    const { plan, endMs } = endedPlan()
    const { report, told } = await counted(plan, QUESTIONS.small, endMs)
    expect(differences(report, told)).toEqual([])
  })

  const starts = Array.from({ length: SEEDS / SEEDS_A_TEST }, (_, index) => index * SEEDS_A_TEST)
  test.each(starts)('fifty random scenarios from seed %i on', async first => {
    for (let seed = first; seed < first + SEEDS_A_TEST; seed++) {
      // What strangers say can be read in more than one way: the count knows honest parties.
      const plan = { ...planOfFile(randomScenario(seed)), attacks: [] }
      const { report, told } = await counted(plan, QUESTIONS.random)
      expect(differences(report, told), `seed ${seed}`).toEqual([])
    }
  })
})
