/** Plans for the count in which hostile and faulty parties take part: each kind of them. */

import type { Attack } from '../../src/scenario/attack.js'
import { readScenario } from '../../src/scenario/scenario.js'
import type { ScenarioPlan } from '../../src/scenario/scenario-plan.js'

/** A has too few workers, and delegates to both others. */
const HEAD = `\
version: 1
duration: 4s
warmup: 500ms
clusters:
  A: { workers: 4, service: 'exp:60ms' }
  B: &lender { workers: 2, service: 'exp:30ms' }
  C: *lender
links: { default: { latency: 'uniform:1ms,9ms' } }
broker: { taskTimeout: 150ms, heartbeat: 200ms, stateTtl: 600ms }
load:
  - { at: A, executor: rate, rate: 90/s, clients: 30, timeout: 1s, retries: 30 }
  - { at: [B, C], executor: closed, clients: 1, think: 'exp:30ms', timeout: 1s, retries: 30 }
`

/**
 * By kind: the rest of the attack, and what it is known by: a fact, or a socket and which way a
 * message passes it.
 */
const KINDS: Readonly<Record<Attack['does'], readonly [attack: string, sign: string]>> = {
  garbage: ['on: A, every: 4ms', 'malformed'],
  'forged-replies': ['on: A, every: 20ms', 'stray'],
  readies: ['on: A, every: 20ms', 'worker-gone'],
  'silent-workers': ['on: A, every: 100ms', 'expired'],
  requests: ['on: A, every: 5ms', 'orphan'],
  subscriptions: ['on: A, every: 10ms', 'statebe in'],
  'stolen-workers': ['on: A, every: 20ms', 'worker-gone'],
  'stolen-clients': ['on: A, every: 30ms', 'retried'],
  'worker-delay': ['on: A, probability: 20%', 'expired'],
  'worker-duplicate': ['on: A, probability: 60%', 'stray'],
  'worker-garble': ['on: A, probability: 30%', 'malformed'],
  'worker-drop': ['on: A, probability: 20%', 'expired'],
  'broker-delay': ['on: B, probability: 30%', 'late'],
  'broker-duplicate': ['on: B, probability: 60%', 'late'],
  'broker-drop': ['on: B, probability: 30%', 'expired'],
  'broker-lie': ['on: B, probability: 60%', 'overcommit'],
  'broker-repeat': ['on: B, probability: 60%', 'late'],
  'broker-forge': ['on: B, probability: 60%', 'late'],
}

export function attackedPlans(): [kind: string, sign: string, plan: ScenarioPlan][] {
  return Object.entries(KINDS).map(([kind, [attack, sign]]) => {
    const text = `${HEAD}attacks: [{ does: ${kind}, ${attack}, from: 200ms, until: 3500ms }]\n`
    return [kind, sign, readScenario(text, kind)]
  })
}
