/** Where a result comes from: in every form of a report, and where two results differ. */

import { describe, expect, test } from 'vitest'
import { compareLines } from '../../src/cli/compare/text.js'
import { textOutput } from '../../src/cli/output/text-output.js'
import { provenanceOf } from '../../src/cli/provenance.js'
import { compare } from '../../src/report/compare.js'
import { reportText } from '../../src/report/files.js'
import { provenanceDifferences } from '../../src/report/provenance.js'
import { REPORT } from '../../src/report/report-definition.js'
import { readResult } from '../../src/report/result-file.js'
import { PROVENANCE, reportOfText, TROUBLED } from '../support/reports.js'

const bare = await reportOfText(TROUBLED)
const report = { ...bare, provenance: PROVENANCE }
const { scenario } = PROVENANCE

describe('where a report comes from', () => {
  test('is in its JSON, whole', () => {
    expect(REPORT.parse(JSON.parse(reportText('json', report))).provenance).toEqual(PROVENANCE)
  })

  test('is at the end of the page, with the scenario as text', () => {
    const page = reportText('html', report)
    const end = page.slice(page.indexOf('Where this comes from'))
    for (const words of ['2026-11-28T07:30', 'Node v20.19.0', '--scale 0.1', scenario.sha256]) {
      expect(end).toContain(words)
    }
    expect(end).toContain('- task.latency: p(99) &lt; 1ms')
    expect(page.indexOf('The slowest tasks')).toBeLessThan(page.indexOf('Where this comes from'))
  })

  test('is among the properties of JUnit', () => {
    const xml = reportText('xml', report)
    expect(xml).toContain('<property name="cpu" value="A, &quot;B&quot;"/>')
    expect(xml).toContain(`<property name="sha256" value="${scenario.sha256}"/>`)
    expect(xml).toMatch(/<property name="scenarioText" value="version: 1&#10;name: /)
  })

  test('is the last column of the first row of the CSV, without the text', () => {
    const [head = '', first = '', second = ''] = reportText('csv', report).split('\r\n')
    const [bareHead, bareFirst, bareSecond] = reportText('csv', bare).split('\r\n')
    expect([head, second]).toEqual([`${bareHead},provenance`, `${bareSecond},`])
    const quoted = first.slice(`${bareFirst},"`.length, -1).replaceAll('""', '"')
    const { text: _, ...named } = scenario
    expect(JSON.parse(quoted)).toEqual({ ...PROVENANCE, scenario: named })
  })

  test.each(['html', 'json', 'csv', 'xml'] as const)('is nowhere in %s if not told', kind => {
    expect(reportText(kind, bare)).not.toMatch(/provenance|sha256|Where this comes from/)
  })
})

describe('a file that a scenario names', () => {
  const [file] = PROVENANCE.files

  test.each(['html', 'json', 'csv', 'xml'] as const)('is in %s, with its hash', kind => {
    const text = reportText(kind, report)
    expect(text).toContain('arrivals.csv')
    expect(text).toContain(file?.sha256)
  })

  test('is in the summary for people', () => {
    let text = ''
    const write = (words: string) => {
      text += words
      return true
    }
    const stream = { write }
    textOutput(stream as unknown as NodeJS.WriteStream, 'test', undefined).summary(report)
    expect(text).toContain(' · scenario abababababab · arrivals.csv cdcdcdcdcdcd')
  })

  test('that has changed is a difference of two results', () => {
    const other = { ...PROVENANCE, files: [{ file: 'arrivals.csv', sha256: 'ef' }] }
    expect(provenanceDifferences(PROVENANCE, other)).toEqual([
      { what: 'files', a: `arrivals.csv ${file?.sha256}`, b: 'arrivals.csv ef' },
    ])
  })
})

describe('a command tells', () => {
  const scenario = { file: 'a.yaml', text: 'version: 1\n' }
  const source = { scenario, files: [{ file: 'b.csv', text: 'version: 1\n' }] }

  test('this program, this machine, the scenario and its hash', () => {
    const { provenance } = provenanceOf({}, source)
    expect(provenance).toMatchObject({ node: process.version, options: [], scenario })
    expect(provenance?.peering).toMatch(/^\d+\.\d+\.\d+/)
    expect(provenance?.machine.cpus).toBeGreaterThan(0)
    // echo 'version: 1' | sha256sum
    const sha256 = '09bfcc6a14b83e2192b8673677725c84883ee9cd0c70e45c9ec09daa8f2b2847'
    expect(provenance?.scenario?.sha256).toBe(sha256)
    expect(provenance?.files).toEqual([{ file: 'b.csv', sha256 }])
  })

  test('no scenario where there is none', () => {
    const { provenance } = provenanceOf({ names: ['A', 'B'], clients: '4' }, { files: [] })
    expect(provenance).toMatchObject({ options: ['--clients 4'], files: [] })
    expect(provenance).not.toHaveProperty('scenario')
    const page = reportText('html', { ...bare, provenance: { ...PROVENANCE, scenario: undefined } })
    expect(page).toContain('Where this comes from')
    expect(page).not.toContain('The scenario')
  })

  test('the options that change the run, and no others', () => {
    const argv = {
      ...{ _: ['sim'], $0: 'peering', scenario: 'a.yaml', seed: '7', set: ['a=1', 'b=2'] },
      ...{ out: 'a.json', quiet: true, json: false, 'abort-on-fail': true, abortOnFail: true },
    }
    expect(provenanceOf(argv, source).provenance?.options).toEqual([
      '--seed 7',
      '--set a=1',
      '--set b=2',
      '--abort-on-fail',
    ])
  })

  test('nothing, if it is told not to', () => {
    expect(provenanceOf({ 'no-provenance': true }, source)).toEqual({})
  })
})

describe('two results', () => {
  const other = {
    ...PROVENANCE,
    date: '2026-11-29T00:00:00.000Z',
    node: 'v24.0.0',
    scenario: {
      ...scenario,
      sha256: 'cd',
      text: scenario.text.replace('rate: 45/s', 'rate: 46/s'),
    },
  }
  const results = [report, { ...bare, provenance: other }].map((each, index) =>
    readResult(reportText('json', each), `${index}.json`),
  )
  const [a, b] = results
  if (!a || !b) throw new Error('no results')

  test('of the same origin differ in nothing, whatever the day', () => {
    expect(compare(a, a).origins).toEqual([])
    expect(provenanceDifferences(PROVENANCE, { ...PROVENANCE, date: 'later' })).toEqual([])
    expect(provenanceDifferences(PROVENANCE, undefined)).toEqual([])
  })

  test('say where they differ, down to the line of the scenario', () => {
    expect(compare(a, b).origins).toEqual([
      { what: 'node', a: 'v20.19.0', b: 'v24.0.0' },
      { what: 'sha256', a: scenario.sha256, b: 'cd' },
      { what: 'line', a: expect.stringContaining('rate: 45/s'), b: '' },
      { what: 'line', a: '', b: expect.stringContaining('rate: 46/s') },
    ])
    const lines = compareLines(compare(a, b))
    expect(lines).toContain('note: node: of a v20.19.0, of b v24.0.0')
    expect(lines).toContainEqual(expect.stringMatching(/^note: only in a: - { at: DC1.*45\/s/))
    expect(lines).toContainEqual(expect.stringMatching(/^note: only in b: - { at: DC1.*46\/s/))
  })
})
