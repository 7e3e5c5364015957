/** The JSON Schema that editors use: as the definition is, and up to date. */

import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { parse, parseDocument } from 'yaml'
import { rejoinDistributions } from '../../src/scenario/flow-commas.js'
import { scenarioSchema } from '../../src/scenario/schema.js'

const FILE = new URL('../../schema/scenario.schema.json', import.meta.url)

test('the schema that comes along is up to date, else: npm run schema', () => {
  expect(JSON.parse(readFileSync(FILE, 'utf8'))).toEqual(scenarioSchema())
})

test('the schema explains every field', () => {
  const silent: string[] = []
  const visit = (node: unknown, path: string) => {
    if (typeof node !== 'object' || node === null) return
    const { properties = {}, ...rest } = node as { properties?: Record<string, object> }
    for (const [name, property] of Object.entries(properties)) {
      if (!('description' in property)) silent.push(`${path}.${name}`)
      visit(property, `${path}.${name}`)
    }
    for (const [name, inside] of Object.entries(rest)) visit(inside, `${path}/${name}`)
  }
  visit(scenarioSchema(), '')
  expect(silent).toEqual(['.$schema'])
})

const validate = new Ajv2020({ strict: false }).compile(scenarioSchema())

/** The problems of a text, as an editor would find them. */
function flaws(text: string): string[] {
  validate(parse(text))
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}

const SCENARIOS = fileURLToPath(new URL('../../scenarios/', import.meta.url))
const FILES = readdirSync(SCENARIOS, { recursive: true, encoding: 'utf8' })

test.each(FILES.filter(file => file.endsWith('.yaml')))('%s is well by the schema', file => {
  const document = parseDocument(readFileSync(`${SCENARIOS}${file}`, 'utf8'))
  rejoinDistributions(document)
  validate(document.toJS())
  expect(validate.errors ?? []).toEqual([])
})

const HEAD = 'version: 1\nduration: 60s\nclusters: { DC1: }\n'

describe('a threshold', () => {
  test.each([
    'task.lost: count == 0',
    'task.latency: p(99.9) <= 2s',
    '"task.latency{origin:DC1,path:cloud}": p(95) < 800ms',
    'worker.busy: avg < 80%',
    'process.cpu: max < 2.5',
    'process.memory: max < 300MiB',
    'task.rate: min > 5/s',
    'task.retried: ratio < 150%',
    'task.latency: "p(99) < ${LIMIT:-2s}"',
    '{ metric: task.latency, expr: p(99) < 2s, window: 10s }',
    '{ metric: "task.done{path:local}", expr: ratio > 5%, after: heal+10s }',
  ])('%s is well by the schema', text => {
    expect(flaws(`${HEAD}thresholds:\n  - ${text}\n`)).toEqual([])
  })

  test.each([
    'task.latncy: p(99) < 2s',
    'task.lots: count == 0',
    '"task.lost{path:cloud}": count == 0',
    '"task.latency{path:colud}": avg < 1s',
    '"task.latency{orign:DC1}": avg < 1s',
    'task.lost: p(99) < 2s',
    'task.lost: count = 0',
    'task.latency: p(99) < 2',
    'task.latency: p(101) < 2s',
    'worker.busy: p(99) < 90',
    'process.memory: max < 300MB',
    'task.lost: 0',
    'task.lost: count == 0\n    task.done: count > 0',
    '{ metric: task.latncy, expr: p(99) < 2s }',
    '{ metric: task.latency, expr: p(99) }',
    '{ metric: task.latency }',
  ])('%s is flagged', text => {
    expect(flaws(`${HEAD}thresholds:\n  - ${text}\n`)).not.toEqual([])
  })
})

test.each([
  ['seed: ${SEED:-5}', true],
  ['duration: ${D}', true],
  ['broker: { policy: "${P}" }', true],
  ['load: [{ at: DC1, executor: rate, clients: "${N}", rate: "${R:-5/s}" }]', true],
  ['seed: five', false],
  ['load: [{ at: DC1, executor: rate, clients: many, rate: 5/s }]', false],
])('where a value can be, %s is by the schema: %s', (line, isWell) => {
  expect(
    flaws(`${HEAD.replace(/^duration.*\n/m, line.includes('duration') ? '' : '$&')}${line}\n`)
      .length === 0,
  ).toBe(isWell)
})
