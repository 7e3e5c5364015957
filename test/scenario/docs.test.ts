/** docs/scenarios.md: its examples are scenarios, and nothing of the format is left out of it. */

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { POLICY_NAMES } from '../../src/broker/policy.js'
import { BROKER, CLUSTER, EXPECT, HEAD, LINK, THRESHOLD } from '../../src/scenario/definition.js'
import { FAULTS } from '../../src/scenario/definition-faults.js'
import { COMMON, EXECUTORS } from '../../src/scenario/definition-loads.js'
import { METRICS } from '../../src/scenario/metric-names.js'
import { readScenario } from '../../src/scenario/scenario.js'
import { THEORY_NAMES } from '../../src/scenario/scenario-plan.js'

const PAGE = readFileSync(new URL('../../docs/scenarios.md', import.meta.url), 'utf8')

const examples = [...PAGE.matchAll(/```yaml\n([\s\S]*?)```/g)]
  .map(([, text = '']) => text)
  .filter(text => text.startsWith('version:'))

describe('the page on scenario files', () => {
  test('is up to date, else: npm run scenario-docs', () => {
    const script = fileURLToPath(new URL('../../scripts/scenario-docs.mjs', import.meta.url))
    expect(execFileSync(process.execPath, [script], { encoding: 'utf8' })).toBe(PAGE)
  })

  test('has examples', () => {
    expect(examples.length).toBeGreaterThan(3)
  })

  test.each(examples)('has an example that can be read: %j', text => {
    expect(readScenario(text, 'example.yaml').name).toBe('example')
  })

  test('shows the very lines of a file that is wrong', () => {
    const wrong = (examples[0] ?? '')
      .replace('exp:', 'expo:')
      .replace('at: DC1', 'at: DC3')
      .replace('at: 20s', 'at: 70s')
      .replace(', restart: 30s', '')
    const complain = () => readScenario(wrong, 'overload.yaml')
    const [, shown = 'no block'] = PAGE.match(/```\n(overload\.yaml:[\s\S]*?)\n```/) ?? []
    expect(complain).toThrow(shown)
  })

  test('names every key', () => {
    const shapes = [HEAD, CLUSTER, BROKER, LINK, COMMON, THRESHOLD, EXPECT]
    const all = [...shapes, ...Object.values(EXECUTORS), ...Object.values(FAULTS)]
    const keys = new Set(all.flatMap(schema => Object.keys(schema.shape)))
    expect(
      [...keys].filter(key => !new RegExp(`\`[^\`]*\\b${key.replace('$', '')}\\b`).test(PAGE)),
    ).toEqual([])
  })

  test.each([
    ...Object.keys(EXECUTORS),
    ...Object.keys(FAULTS),
    ...Object.keys(METRICS),
    ...POLICY_NAMES,
    ...THEORY_NAMES,
  ])('names %s', word => {
    expect(PAGE).toMatch(new RegExp(`\`${word}\\b`))
  })
})
