/** Random scenarios: clusters, loads, links and faults, all by one seed. */

import { POLICY_NAMES } from '../broker/policy.js'
import { withAttacks } from './random-attacks.js'
import { randomFaults } from './random-faults.js'
import { RandomPicker } from './random-picker.js'
import type { Fields, ScenarioFile } from './scenario-file.js'

/** Threads that try seeds count them in 32 bits, and each one too many at the end. */
export const SEED_END = 2 ** 30

const DURATION_LEAST_MS = 2000
/** Two of them fit into any run. */
const STAGE_MAX_MS = DURATION_LEAST_MS / 2

/**
 * The scenario of a seed. In two of three no message is ever lost, so that clients need not, and do
 * not, try again: what a broker loses there, nobody makes good.
 */
export function randomScenario(seed: number): ScenarioFile {
  const dice = new RandomPicker(seed, 'fuzz')
  const isLossy = dice.happens(1 / 3)
  const durationMs = dice.whole(DURATION_LEAST_MS, 6000)
  const names = Array.from({ length: dice.one([1, 2, 2, 3, 3, 3, 4, 5]) }, (_, i) => `DC${i + 1}`)
  const broker = randomBroker(dice)
  const clusters = randomClusters(dice, names, broker)
  const file: ScenarioFile = {
    version: 1,
    name: `fuzz-${seed}`,
    seed,
    duration: `${durationMs}ms`,
    clusters,
    links: randomLinks(dice, names, isLossy),
    broker,
    load: names.filter(() => dice.happens(0.8)).map(name => randomLoad(dice, name, isLossy)),
    faults: randomFaults(dice, clusters, durationMs, isLossy),
  }
  return withAttacks(new RandomPicker(seed, 'attacks'), file, isLossy)
}

function randomClusters(
  dice: RandomPicker,
  names: readonly string[],
  { policy }: Fields,
): Record<string, Fields> {
  // The Guide's rule sends to any peer: one without workers would keep its tasks for ever.
  const workersMayBeMissing = policy !== 'guide'
  const clusters = names.map(name => {
    const others = names.filter(other => other !== name)
    // Not all know each other, and who knows another is not always known there.
    const peers = others.length > 0 && dice.happens(0.1) ? { peers: dice.some(others) } : {}
    const workers = workersMayBeMissing && dice.happens(0.1) ? 0 : dice.whole(1, 6)
    return [name, { workers, service: randomTime(dice, 100), ...peers }] as const
  })
  return Object.fromEntries(clusters)
}

function randomBroker(dice: RandomPicker): Fields {
  const heartbeatMs = dice.one([100, 200, 500, 1000])
  const isBelievedForEver = dice.happens(0.1)
  return {
    policy: dice.one(POLICY_NAMES),
    heartbeat: `${heartbeatMs}ms`,
    stateTtl: isBelievedForEver ? '0s' : `${dice.whole(2, 4) * heartbeatMs}ms`,
    stateInterval: dice.one(['0ms', '1ms', '5ms', '50ms']),
  }
}

function randomLinks(
  dice: RandomPicker,
  names: readonly string[],
  isLossy: boolean,
): Record<string, Fields> {
  const [from, to] = [dice.one(names), dice.one(names)]
  const isPair = from !== to && dice.happens(0.3)
  return {
    default: randomLink(dice, isLossy),
    ...(dice.happens(0.2) ? { local: { latency: dice.ms(0, 3) } } : {}),
    ...(isPair ? { [`${from}${dice.one(['-', '>'])}${to}`]: randomLink(dice, isLossy) } : {}),
  }
}

function randomLink(dice: RandomPicker, isLossy: boolean): Fields {
  return {
    latency: dice.happens(0.3) ? '0s' : randomTime(dice, 30),
    ...(isLossy && dice.happens(0.3) ? { loss: `${dice.whole(1, 10)}%` } : {}),
    ...(dice.happens(0.1) ? { bandwidth: dice.one(['1MB/s', '100Mbit/s']) } : {}),
  }
}

function randomLoad(dice: RandomPicker, at: string, isLossy: boolean): Fields {
  const clients = dice.whole(1, 12)
  const patience = isLossy
    ? { timeout: dice.ms(100, 5000), retries: 30 }
    : { timeout: '1h', retries: 0 }
  const body = dice.happens(0.1) ? { body: dice.one([1, 100, 2000]) } : {}
  return { at, ...randomExecutor(dice), clients, ...patience, ...body }
}

function randomExecutor(dice: RandomPicker): Fields {
  const rate = () => `${dice.whole(5, 150)}/s`
  switch (dice.one(['closed', 'closed', 'rate', 'ramping-rate', 'guide'] as const)) {
    case 'closed':
      return { executor: 'closed', think: randomTime(dice, 200) }
    case 'rate':
      return { executor: 'rate', rate: rate(), arrivals: dice.one(['poisson', 'even']) }
    case 'ramping-rate': {
      const stages = [
        { to: rate(), over: dice.ms(0, STAGE_MAX_MS) },
        { hold: dice.ms(0, STAGE_MAX_MS) },
      ]
      return { executor: 'ramping-rate', stages }
    }
    case 'guide':
      return { executor: 'guide' }
  }
}

/** Some distribution of times up to about `mostMs`. */
function randomTime(dice: RandomPicker, mostMs: number): string {
  const [some, more] = [dice.ms(0, Math.floor(mostMs / 3)), dice.ms(Math.ceil(mostMs / 3), mostMs)]
  switch (dice.one(['constant', 'exp', 'uniform', 'choice'] as const)) {
    case 'constant':
      return more
    case 'exp':
      return `exp:${more}`
    case 'uniform':
      return `uniform:${some},${more}`
    case 'choice':
      return `choice:${some},${more}`
  }
}
