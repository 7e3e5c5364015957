/** What is measured of virtual time, and what it is to reach. */

import { readFileSync } from 'node:fs'
import { readScenario } from '../../dist/scenario/scenario.js'

const guideFile = new URL('../../scenarios/guide.yaml', import.meta.url)
const small = cloudOf(3, { workers: 5, service: 'exp:1ms' }, () => ({
  executor: 'closed',
  clients: 1,
  think: 'exp:1ms',
}))
const vision = { workers: 300, service: 'exp:24ms' }
const load = { executor: 'rate', clients: 1000 }

export const CASES = {
  c: {
    title: 'the bare clock, 1,000 pending',
    kind: 'clock',
    pending: 1000,
    warmUpMs: 1000,
    durationMs: 10_000,
    unit: 'events/s',
    target: 3e6,
  },
  r: {
    title: 'recording a latency',
    kind: 'recording',
    spans: 200,
    unit: '/s',
    target: 5e6,
  },
  s: {
    title: 'three clusters of a client and 5 workers',
    kind: 'cloud',
    plan: () => small,
    warmUpMs: 20_000,
    durationMs: 200_000,
    unit: 'tasks/s',
    target: 150_000,
  },
  f: {
    title: "the Guide's demonstration, its minute",
    kind: 'run',
    plan: guide,
    unit: 'x real time',
  },
  g: {
    title: "the Guide's demonstration, an hour of it",
    kind: 'run',
    plan: () => ({ ...guide(), durationMs: 3_600_000 }),
    unit: 'x real time',
    target: 2000,
  },
  v: {
    title: "the Guide's vision: 12 x (1,000 + 300)",
    kind: 'cloud',
    plan: () => cloudOf(12, vision, () => ({ ...load, rate: '10000/s' })),
    warmUpMs: 1000,
    durationMs: 5000,
    unit: 'tasks/s',
    target: 120_000,
    mostMiB: 1024,
  },
  u: {
    title: 'the same, half of it overloaded',
    kind: 'cloud',
    plan: () =>
      cloudOf(12, vision, index => ({ ...load, rate: index % 2 === 0 ? '14000/s' : '6000/s' })),
    warmUpMs: 1000,
    durationMs: 5000,
    unit: 'tasks/s',
    mostMiB: 1024,
  },
}

function guide() {
  return readScenario(readFileSync(guideFile, 'utf8'), 'guide.yaml')
}

/** JSON is YAML, so that a scenario can be made by a program. */
function cloudOf(count, cluster, loadOf) {
  const names = Array.from({ length: count }, (_, index) => `DC${index + 1}`)
  const scenario = {
    version: 1,
    name: `${count} clusters`,
    duration: '1h',
    clusters: Object.fromEntries(names.map(name => [name, cluster])),
    links: { default: { latency: 'lognormal:5ms,20ms' } },
    load: names.map((at, index) => ({ at, ...loadOf(index) })),
  }
  return readScenario(JSON.stringify(scenario), scenario.name)
}
