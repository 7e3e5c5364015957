/** Scenario files that are too large, too deep or too odd: refused in time, in few short lines. */

import { describe, expect, test } from 'vitest'
import { parseArrivals } from '../../src/scenario/arrivals.js'
import { readScenario } from '../../src/scenario/scenario.js'
import { ScenarioError } from '../../src/scenario/scenario-error.js'

const HEAD = 'version: 1\nduration: 1s\nclusters:\n  A: {}\n  B: {}\n'

/** No test below may come near it: what takes the square of 100,000 takes minutes. */
const SOON_MS = 20_000

/** So many of a text, each with its number in place of `#`, in a row. */
const many = (text: string, count: number, separator = '') =>
  Array.from({ length: count }, (_, index) => text.replaceAll('#', String(index))).join(separator)

function refusal(text: string, settings: string[] = [], variables = {}): ScenarioError {
  try {
    readScenario(text, 'x.yaml', { settings, variables })
  } catch (error) {
    if (error instanceof ScenarioError) return error
    throw error
  }
  throw new Error('it is read')
}

const DEEP =
  'x.yaml:1:1: The file is nested too deeply: use at most 50 maps and lists in each other'
const ALIASES = 'x.yaml:1:1: The file has too many aliases: write less of it'
const STAIRS = `x:\n${Array.from({ length: 900 }, (_, at) => `${' '.repeat(at + 1)}a:`).join('\n')}`
const MANY = 'x.yaml:1:1: The file has too many values: use at most 200000, those of aliases too'
const LONG = 'x.yaml:1:1: The file is too long: use at most 1024 KiB'

describe('a file that is too much', () => {
  const table: readonly (readonly [what: string, text: string, says: string])[] = [
    ['a list of 54 MB', `load: [${'{at: A}, '.repeat(6_000_000)}]`, LONG],
    ['lists in lists', `x: ${'['.repeat(60)}${']'.repeat(60)}`, DEEP],
    ['lists in lists without end', `x: ${'['.repeat(9000)}${']'.repeat(9000)}`, DEEP],
    ['lists that never close', `x: ${'['.repeat(9000)}`, DEEP],
    ['maps in maps', STAIRS, DEEP],
    [
      'as many anchors as aliases',
      `x: [${many('&a# 1', 30_000, ', ')}]\ny: [${many('*a#', 30_000, ', ')}]`,
      ALIASES,
    ],
    ['as many values', `x: [${'1,'.repeat(300_000)}]`, MANY],
    [
      'as many items',
      `faults:\n${'  - {at: 1s, slow: A, factor: 2}\n'.repeat(10_001)}`,
      'x.yaml:7:3: faults: there are 10001 items: use at most 10000',
    ],
    [
      'a rate that nothing can make',
      'load:\n  - {at: A, executor: rate, rate: 1000000000/s}',
      'x.yaml:7:35: rate: Cannot parse rate "1000000000/s": use at most 100000/s',
    ],
    [
      'a stage to such a rate',
      'load:\n  - at: A\n    executor: ramping-rate\n    stages: [{to: 1000000000/s, over: 1s}]',
      'x.yaml:9:19: to: Cannot parse rate "1000000000/s": use at most 100000/s',
    ],
  ]
  for (const [what, text, says] of table) {
    test(`with ${what} is refused`, { timeout: SOON_MS }, () => {
      expect(refusal(`${HEAD}${text}\n`).message).toBe(says)
    })
  }

  test('with more connections than can be simulated is refused', () => {
    const text = `version: 1\nduration: 1s\nclusters:\n${many('  C#: {}\n', 400)}`
    expect(refusal(text).message).toBe(
      'x.yaml:4:3: There are 159600 connections from broker to broker: ' +
        'use at most 40000, say peers of each',
    )
  })

  test('by a setting is refused as well', () => {
    const { message } = refusal(HEAD, [`load=${'['.repeat(9000)}`])
    expect(message).toMatch(/^--set load=\[+\.*: The file is nested too deeply: /)
    expect(message.length).toBeLessThan(800)
  })

  test('by the values of its variables is refused as well', () => {
    const { message } = refusal(`${HEAD}name: "${'${LONG}'.repeat(2000)}"\n`, [], {
      LONG: 'x'.repeat(1000),
    })
    expect(message).toBe(
      'x.yaml:6:7344: The values of variables are longer than a file may be: use shorter ones',
    )
  })
})

describe('the problems of a file', () => {
  const table: readonly (readonly [what: string, text: string])[] = [
    ['keys', many('key#: 1\n', 80_000)],
    ['keys in braces', `links: {${many('k#: 1', 60_000, ', ')}}\n`],
    ['keys that are there twice', 'key: 1\n'.repeat(100_000)],
    ['names', `load:\n  - {at: [${many('q#', 100_000, ',')}], executor: guide}\n`],
    ['thresholds', `thresholds:\n${'  - nothing: p(99) < 1s\n'.repeat(9000)}`],
  ]
  for (const [what, text] of table) {
    test(`are 20 lines and a number: ${what}`, { timeout: SOON_MS }, () => {
      const lines = refusal(HEAD + text).message.split('\n')
      expect(lines).toHaveLength(21)
      expect(lines[20]).toMatch(/^x\.yaml: and \d+ more problems$/)
    })
  }

  test('are counted, all of them', () => {
    expect(refusal(HEAD + many('key#: 1\n', 5000)).message).toContain('x.yaml: and 4980 more')
  })

  const LONG_WORD = 'x'.repeat(10_000)
  for (const text of [
    `load:\n  - {at: A, executor: ${LONG_WORD}}`,
    `broker: {heartbeat: ${LONG_WORD}}`,
    `broker: {policy: ${LONG_WORD}}`,
    `clusters: {${'x'.repeat(1000)}: {}}`,
    `thresholds: ["task.${LONG_WORD}: p(99) < 1s"]`,
    `thresholds: [{metric: ${LONG_WORD}, expr: count == 0}]`,
    `links: {default: {latency: "exp:${LONG_WORD}"}}`,
    `name: "\${${LONG_WORD}}"`,
    `x: *${LONG_WORD}`,
    `faults: [{at: 1s, kill: ${LONG_WORD}}]`,
  ]) {
    test(`show little of the file: ${text.slice(0, 40)}`, () => {
      for (const line of refusal(`${HEAD}${text}\n`).message.split('\n')) {
        expect(line.length).toBeLessThan(340)
        expect(line).not.toMatch(/x{201}/)
      }
    })
  }
})

describe('a file that is no list of arrivals', () => {
  test('is not shown', () => {
    const passwd = 'root:x:0:0:root\ndaemon:x:1:1:daemon:/usr/sbin\n'
    expect(() => parseArrivals(passwd, 'passwd')).toThrow(
      'passwd:2:1: use a time in ms, not a text of 29 characters',
    )
    expect(() => parseArrivals(passwd, 'passwd', { column: 'at' })).toThrow(
      /^passwd:1:1: there is no column "at"$/,
    )
  })

  test('is refused where it has too many lines', () => {
    expect(() => parseArrivals('1\n'.repeat(1_000_001), 'day.csv')).toThrow(
      'day.csv: there are too many lines: use at most 1000000',
    )
  })
})
