/** In virtual time, every figure is as the count has it, to the last digit that it can have. */

import { describe, expect, test } from 'vitest'
import { randomScenario } from '../../src/fuzz/random-scenario.js'
import { planOfFile } from '../../src/fuzz/scenario-file.js'
import { isMessage, type TraceEvent } from '../../src/trace/trace.js'
import { attackedPlans } from './attacked.js'
import { differences } from './compare.js'
import { isIn } from './figures.js'
import { endedPlan, shippedPlans, smallPlan, smallPlans } from './plans.js'
import { counted } from './run.js'

/** So many of some three thousand questions are asked of each plan; each is asked others. */
const QUESTIONS = { small: 600, shipped: 100, random: 60, attacked: 100 }

/** So often at the least an attack shows: a figure that is right of nothing says nothing. */
const SIGNS = 5

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

  test.each(attackedPlans())('an attack: %s', async (_, sign, plan) => {
    const { events, report, told } = await counted(plan, QUESTIONS.attacked)
    const signs = events.filter(event => nameOf(event) === sign && isIn(told.measured, event.t))
    expect(signs.length).toBeGreaterThanOrEqual(SIGNS)
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
      const plan = planOfFile(randomScenario(seed))
      const { report, told } = await counted(plan, QUESTIONS.random)
      expect(differences(report, told), `seed ${seed}`).toEqual([])
    }
  })
})

function nameOf(event: TraceEvent): string {
  return isMessage(event) ? `${event.socket} ${event.dir}` : event.fact
}
