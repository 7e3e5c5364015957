/** Whoever needs a default has it from the definition of a scenario, and from nowhere else. */

import { afterAll, describe, expect, test, vi } from 'vitest'

/** Other defaults than those of the source, of all fields that have one. */
const OTHERS = {
  policy: 'random',
  heartbeat: '7s',
  stateTtl: '17s',
  stateInterval: '7ms',
  workers: 7,
  service: 'exp:7ms',
  workerSockets: 'shared',
  clients: 8,
  timeout: '7m',
  retries: 9,
  body: 11,
  sockets: 'shared',
  seed: 13,
}

type Fields = typeof import('../../src/scenario/fields.js')

/** The same fields, with the other defaults. */
function others<Table extends object>(fields: Table): Table {
  const entries = Object.entries(fields).map(([name, field]) => {
    const other = name in OTHERS ? { default: OTHERS[name as keyof typeof OTHERS] } : {}
    return [name, { ...field, ...other }]
  })
  return Object.fromEntries(entries)
}

// Test files share their modules: those of this one are its own.
vi.resetModules()
vi.doMock('../../src/scenario/fields.js', async importOriginal => {
  const fields: Fields = await importOriginal()
  return {
    ...fields,
    BROKER_FIELDS: others(fields.BROKER_FIELDS),
    CLUSTER_FIELDS: others(fields.CLUSTER_FIELDS),
    LOAD_FIELDS: others(fields.LOAD_FIELDS),
    HEAD_FIELDS: others(fields.HEAD_FIELDS),
  }
})
const FIELDS: Fields = await import('../../src/scenario/fields.js')
const { CLUSTER_OPTIONS } = await import('../../src/cli/cluster/options.js')
const { clusterPlan } = await import('../../src/scenario/plan.js')
const { readScenario } = await import('../../src/scenario/scenario.js')
const { scenarioSchema } = await import('../../src/scenario/schema.js')

afterAll(() => {
  vi.doUnmock('../../src/scenario/fields.js')
  vi.resetModules()
})

const CLUSTER = {
  workers: 7,
  service: { kind: 'exp', meanMs: 7 },
  policy: 'random',
  heartbeatMs: 7000,
  stateTtlMs: 17_000,
  stateIntervalMs: 7,
  workerSockets: 'shared',
}
const LOAD = { clients: 8, timeoutMs: 420_000, retries: 9, bodyBytes: 11, sockets: 'shared' }

describe('another default in the definition', () => {
  test('is one of each field that has one', () => {
    const { BROKER_FIELDS, CLUSTER_FIELDS, LOAD_FIELDS, HEAD_FIELDS } = FIELDS
    const all = { ...BROKER_FIELDS, ...CLUSTER_FIELDS, ...LOAD_FIELDS, ...HEAD_FIELDS }
    const names = Object.entries(all).flatMap(([name, field]) => ('default' in field ? name : []))
    expect(names.sort()).toEqual(Object.keys(OTHERS).sort())
  })

  test('is that of a file', () => {
    const load = 'load: [{ at: DC1, executor: guide }]'
    const plan = readScenario(`version: 1\nduration: 60s\nclusters: { DC1: }\n${load}`, 'x.yaml')
    expect(plan).toMatchObject({ seed: 13, clusters: { DC1: CLUSTER }, loads: [LOAD] })
  })

  test('is that of a file in which the field is wrong, so that it is told of once', () => {
    const text = 'version: 1\nduration: 60s\nclusters: { DC1: { stateTtl: 8s, heartbeat: 1 } }'
    expect(() => readScenario(text, 'x.yaml')).toThrow(
      /^x\.yaml:3:45: heartbeat: Cannot parse duration "1": add a unit such as 1s$/,
    )
  })

  test('is that of a cluster without a scenario', () => {
    const plan = clusterPlan({ self: 'DC1', dir: '/run', seed: 1 })
    expect(plan).toMatchObject({ ...CLUSTER, loads: [LOAD], taskTimeoutMs: 105_000 })
  })

  test.each(
    Object.entries(CLUSTER_OPTIONS).flatMap(([option, { describe: help }]) => {
      const name = option.replace(/-./g, dash => dash.slice(1).toUpperCase())
      const other = option === 'seed' ? undefined : OTHERS[name as keyof typeof OTHERS]
      return other === undefined ? [] : [[option, `[default: ${other}]`, help ?? '']]
    }),
  )('is shown in the help: --%s %s', (_option, shown, help) => {
    expect(help).toContain(shown)
  })

  test('is that of the schema for editors', () => {
    const text = JSON.stringify(scenarioSchema())
    for (const [name, other] of Object.entries(OTHERS)) {
      expect(text).toMatch(new RegExp(`"${name}":\\{"default":${JSON.stringify(other)},`))
    }
  })
})
