/** Traces of simulated clouds: they change nothing, and their brokers can be run again. */

import { describe, expect, test } from 'vitest'
import type { BrokerState } from '../../src/broker/contract.js'
import { readScenario } from '../../src/scenario/scenario.js'
import { SimCloud } from '../../src/sim/cloud.js'
import { BrokerReplayer } from '../../src/trace/broker-replayer.js'
import { readTraceLine } from '../../src/trace/read-line.js'
import { type TraceEvent, traceLine } from '../../src/trace/trace.js'
import { busyWith, FAULTS } from '../support/scenarios.js'

const faults = ['kill', 'pause', 'partition', 'kill-workers'].map(kind => FAULTS[kind] ?? '')
const scenarios = [[], ...faults.map(fault => [fault])].map(list => busyWith(...list))

/** Runs it, and keeps how the brokers stood at some events. */
function traced(text: string) {
  const events: TraceEvent[] = []
  const states: { readonly count: number; readonly brokers: Map<string, BrokerState> }[] = []
  const plan = readScenario(text, 'test.yaml')
  const cloud = new SimCloud(plan, { trace: event => events.push(event) })
  for (let t = 700; t < plan.durationMs; t += 700) {
    cloud.clock.runTo(t)
    const alive = cloud.alive().flatMap(({ name, state }) => (state ? [[name, state]] : []))
    states.push({ count: events.length, brokers: new Map(alive as [string, BrokerState][]) })
  }
  return { cloud, events, states }
}

/** What is not a matter of when it is asked. */
const lasting = (brokers: Map<string, BrokerState>) =>
  [...brokers]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { peers, ...state }]) => ({
      name,
      ...state,
      peers: peers.map(({ ageMs, ...peer }) => peer),
    }))

describe.each(scenarios)('the trace of a run', text => {
  const { cloud, events, states } = traced(text)

  test('changes nothing in it', () => {
    const plain = new SimCloud(readScenario(text, 'test.yaml'))
    plain.clock.runTo(cloud.clock.now)
    expect(plain.digest).toBe(cloud.digest)
  })

  test('is enough to run its brokers again, to the same states by the same sends', () => {
    const lines = events.map(traceLine)
    const rerun = new BrokerReplayer(lines.map(line => readTraceLine(line) as TraceEvent))
    for (const { count, brokers } of states) {
      expect(lasting(rerun.statesAfter(count))).toEqual(lasting(brokers))
    }
    expect(rerun.difference).toBeUndefined()
    expect(events.length).toBeGreaterThan(5000)
  })
})

test('a broker that does otherwise than in its trace is noticed at the first event', () => {
  const { events } = traced(busyWith(FAULTS.kill ?? ''))
  const changed = events.findIndex(event => 'dir' in event && event.socket === 'cloudbe')
  const event = events[changed]
  if (!event || !('frames' in event)) throw new Error('nothing was delegated')
  events[changed] = { ...event, frames: ['DC9', ...event.frames.slice(1)] }
  const rerun = new BrokerReplayer(events)
  rerun.statesAfter(changed)
  expect(rerun.difference).toBeUndefined()
  rerun.statesAfter(changed + 1)
  expect(rerun.difference?.event).toBe(events[changed])
  expect(rerun.difference?.instead).toContain(String(event.frames[0]))
})

test('a broker is run again although its last moments before a kill are not in the trace', () => {
  const { events } = traced(busyWith(FAULTS.kill ?? ''))
  const end = events.findIndex(event => 'fact' in event && event.fact === 'end')
  const at = events[end]?.at
  const isDraw = (event: TraceEvent) => 'fact' in event && event.at === at && event.fact === 'drew'
  const lastDraw = events.slice(0, end).findLastIndex(isDraw)
  expect(events.slice(end).some(isDraw)).toBe(true)
  // What came in before is there; what the broker drew then, and all that it did, is lost.
  const cut = events.filter((event, index) => event.at !== at || index < lastDraw || index >= end)
  const rerun = new BrokerReplayer(cut)
  rerun.statesAfter(cut.length)
  expect(rerun.difference).toBeUndefined()
})
