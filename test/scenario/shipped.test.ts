/** The scenarios that come along are judgements: a broken broker fails them. */

import { readdirSync, readFileSync } from 'node:fs'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { scalePlan } from '../../src/scenario/scale.js'
import { readScenario } from '../../src/scenario/scenario.js'
import type { ScenarioPlan } from '../../src/scenario/scenario-plan.js'
import { simulate } from '../../src/sim/simulate.js'
import { dropsRedelivery } from '../support/bugs.js'

const FOLDER = new URL('../../scenarios/', import.meta.url)
const NAMES = readdirSync(FOLDER)
  .filter(file => file.endsWith('.yaml'))
  .map(file => file.replace('.yaml', ''))

const planOf = (name: string) =>
  readScenario(readFileSync(new URL(`${name}.yaml`, FOLDER), 'utf8'), `${name}.yaml`)

/** The same without spill-over. */
const alone = (plan: ScenarioPlan): ScenarioPlan => ({
  ...plan,
  clusters: Object.fromEntries(
    Object.entries(plan.clusters).map(([name, spec]) => [name, { ...spec, policy: 'local-only' }]),
  ),
})

afterEach(() => {
  vi.restoreAllMocks()
})

const judge = async (plan: ScenarioPlan) => (await simulate(scalePlan(plan, 0.1))).summary

describe('a scenario that comes along, at a tenth', () => {
  test.each(NAMES)('%s passes in virtual time', async name => {
    expect(await judge(planOf(name))).toMatchObject({ exitCode: 0 })
  })

  // One cluster has nobody to lend to it.
  test.each(NAMES.filter(name => name !== 'guide-volume'))('%s fails without peers', async name => {
    expect(await judge(alone(planOf(name)))).toMatchObject({ exitCode: 99 })
  })

  test.each(['cluster-dies', 'rolling-restart', 'partition'])(
    '%s fails with a broker that forgets what a lost peer had',
    async name => {
      dropsRedelivery()
      const { exitCode, thresholds } = await judge(planOf(name))
      // The observers of brokers see it too, which is graver; users of real sockets have none.
      expect(exitCode).toBe(3)
      expect(thresholds.some(({ passed }) => passed === false)).toBe(true)
    },
  )
})
