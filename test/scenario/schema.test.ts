/** The JSON Schema that editors use: as the definition is, and up to date. */

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
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
