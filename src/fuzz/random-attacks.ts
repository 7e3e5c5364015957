/** Random attacks on a random scenario: strangers, and workers and brokers that are faulty. */

import { FAULTY_BROKERS, FAULTY_WORKERS, STRANGERS } from '../scenario/attack.js'
import type { RandomPicker } from './random-picker.js'
import type { Fields, ScenarioFile } from './scenario-file.js'

/** What only clients that try again survive: an answer that is lost with its client's socket. */
const COSTLY: ReadonlySet<string> = new Set(['stolen-clients', 'worker-garble'])

const ATTACKS_MAX = 4

/**
 * The same scenario, attacked in one of two cases: with deadlines that are over before fuzz loses
 * patience, and, where clients try again, with clients that try less often.
 *
 * @param dice of their own, so that what is not attacked stays as it is.
 */
export function withAttacks(
  dice: RandomPicker,
  file: ScenarioFile,
  isLossy: boolean,
): ScenarioFile {
  if (dice.happens(0.5)) return file
  const durationMs = Number.parseInt(file.duration, 10)
  const attacks = Array.from({ length: dice.whole(1, ATTACKS_MAX) }, () =>
    randomAttack(dice, file.clusters, durationMs, isLossy),
  )
  const retries = () => dice.one([0, 1, 3, 30])
  return {
    ...file,
    broker: { ...file.broker, taskTimeout: dice.ms(200, 800) },
    load: isLossy ? file.load.map(load => ({ ...load, retries: retries() })) : file.load,
    attacks,
  }
}

function randomAttack(
  dice: RandomPicker,
  clusters: ScenarioFile['clusters'],
  durationMs: number,
  isLossy: boolean,
): Fields {
  const on = dice.one(Object.keys(clusters))
  const isStaffed = clusters[on]?.workers !== 0
  const kinds: readonly string[] = dice.one([STRANGERS, FAULTY_WORKERS, FAULTY_BROKERS])
  const does = dice.one(
    kinds.filter(kind => (isLossy || !COSTLY.has(kind)) && (isStaffed || kind !== 'broker-lie')),
  )
  const fromMs = dice.whole(0, durationMs - 100)
  const span = { from: `${fromMs}ms`, until: `${dice.whole(fromMs + 1, durationMs)}ms` }
  return kinds === STRANGERS
    ? { on, does, every: dice.one(['5ms', '20ms', '100ms']), ...span }
    : { on, does, probability: `${dice.whole(5, 100)}%`, ...span }
}
