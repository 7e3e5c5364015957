/** docs/load-testing.md: its examples are scenarios, and what it names exists. */

import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { EXIT_CODES_BY_SEVERITY } from '../../src/report/verdict.js'
import { readScenario } from '../../src/scenario/scenario.js'

const at = (path: string) => new URL(`../../${path}`, import.meta.url)
const PAGE = readFileSync(at('docs/load-testing.md'), 'utf8')

const blocks = [...PAGE.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text)
const scenarios = blocks.filter(text => text.startsWith('version:'))
const workflows = blocks.filter(text => text.startsWith('# .github/workflows/'))

describe('the page on load testing', () => {
  test('has scenarios, a workflow, and no other YAML', () => {
    expect(scenarios.length).toBeGreaterThan(1)
    expect(workflows.length).toBe(1)
    expect(scenarios.length + workflows.length).toBe(blocks.length)
  })

  test.each(scenarios)('has an example that can be read: %j', text => {
    expect(readScenario(text, 'example.yaml').thresholds.length).toBeGreaterThan(0)
  })

  test('has a workflow that runs a scenario and keeps its reports', () => {
    const { jobs } = parse(workflows[0] ?? '')
    const steps: { run?: string; if?: string; with?: { path?: string } }[] = jobs.load.steps
    expect(steps.map(({ run }) => run)).toContainEqual(
      expect.stringMatching(/^npx peering run .*--out report\.html --out junit\.xml$/),
    )
    expect(steps.at(-1)).toMatchObject({ if: 'always()', with: { path: 'report.html\njunit.xml' } })
  })

  test('tells what to do with each exit code', () => {
    const codes = [...PAGE.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code))
    expect(codes.sort()).toEqual([2, ...EXIT_CODES_BY_SEVERITY].sort())
  })

  test('names scenarios that come along, and pages that are there', () => {
    for (const [, name] of PAGE.matchAll(/peering run (\w[\w-]*)(?= )/g)) {
      if (name !== 'my-scenario') expect(existsSync(at(`scenarios/${name}.yaml`)), name).toBe(true)
    }
    for (const [, link = ''] of PAGE.matchAll(/\]\(([\w./-]+)\)/g)) {
      expect(existsSync(at(`docs/${link}`)), link).toBe(true)
    }
  })
})
