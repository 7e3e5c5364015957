/** The scenarios that come with the program, and the pages on those that are experiments. */

import { readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readScenario } from '../../src/scenario/scenario.js'
import { SimCloud } from '../../src/sim/cloud.js'

const at = (path: string) => new URL(`../../${path}`, import.meta.url)
const read = (path: string) => readFileSync(at(path), 'utf8')
const filesOf = (folder: string, ending: string) =>
  readdirSync(at(folder))
    .filter(file => file.endsWith(ending))
    .map(file => `${folder}/${file}`)

const experiments = filesOf('scenarios/experiments', '.yaml')
const scenarios = ['scenarios', 'scenarios/theory', 'scenarios/experiments', 'exercises'].flatMap(
  folder => filesOf(folder, '.yaml'),
)
const pages = filesOf('docs/experiments', '.md').filter(page => !page.endsWith('README.md'))
const script = read('scripts/experiment.mjs')
const code = filesOf('scripts/experiments', '.mjs').map(read).join('\n')

describe('a scenario that comes with the program', () => {
  test.each(scenarios)('%s is read under its own name, and tasks are done', file => {
    const plan = readScenario(read(file), file)
    expect(plan.name).toBe(basename(file, '.yaml'))
    const cloud = new SimCloud({ ...plan, warmupMs: 0 })
    cloud.runTo(5000)
    const done = cloud.record.clusters.map(({ metrics }) => metrics.numbers().done)
    expect(Math.max(...done)).toBeGreaterThan(0)
    expect(cloud.verdicts.isBroken).toBe(false)
  })

  test.each(scenarios)('%s says its own command, and what to look for', file => {
    const text = read(file)
    expect(text).toMatch(new RegExp(`^#     peering (run|sim) ${file}`, 'm'))
    expect(text).toContain('# What to look for:')
  })

  test.each(experiments)('%s is used by an experiment', file => {
    expect(code).toContain(`'${basename(file, '.yaml')}'`)
  })
})

describe('a page of an experiment', () => {
  test.each(pages)(
    '%s has a question, a prediction, a command, its figures and a meaning',
    page => {
      const text = read(page)
      const name = basename(page, '.md')
      const [, printed = ''] = text.match(/<!-- printed -->\n([\s\S]*)\n<!-- \/printed -->/) ?? []
      expect(text).toMatch(/^# .*\n\n\*\*Question\.\*\* /)
      expect(text).toContain('**Prediction**')
      expect(text).toContain(`npm run experiment -- ${name}\n`)
      expect(printed).toMatch(/\|---\|/)
      expect(text).toContain('**What it means.**')
      expect(text).toContain('**The prediction**')
      expect(script).toMatch(new RegExp(`experiments/${name}\\.mjs`))
      expect(read('docs/experiments/README.md')).toContain(`(${name}.md)`)
    },
  )

  test('is there for each experiment', () => {
    const imported = [...script.matchAll(/'\.\/experiments\/(.+)\.mjs'/g)].map(([, name]) => name)
    expect(pages.map(page => basename(page, '.md')).sort()).toEqual(imported.sort())
  })
})
