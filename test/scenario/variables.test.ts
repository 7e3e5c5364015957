/** Variables in scenario files: what they become, where they may stand, and what is wrong. */

import { describe, expect, test } from 'vitest'
import { planScenario, readScenario } from '../../src/scenario/scenario.js'
import { ScenarioError } from '../../src/scenario/scenario-error.js'

const HEAD = 'version: 1\nduration: 60s\n'
const VARIABLES = { N: '7', RATE: '20/s', NAME: 'a: b', EMPTY: '', S: '1s', LIST: '[A, B]' }

const planOf = (text: string) => readScenario(`${HEAD}${text}`, 'x.yaml', { variables: VARIABLES })

function complaints(text: string): string[] {
  try {
    planOf(text)
    return []
  } catch (error) {
    if (error instanceof ScenarioError) return error.message.split('\n')
    throw error
  }
}

describe('a variable', () => {
  test.each([
    ['clusters: { A: { workers: ${N} } }', 7],
    ['clusters: { A: { workers: "${N}" } }', 7],
    ['clusters:\n  A:\n    workers: ${N} # of ${NOTHING}', 7],
    ['clusters: { A: { workers: ${NOT:-3} } }', 3],
    ['clusters: { A: { workers: ${EMPTY:-4} } }', 4],
    ['clusters: { A: { workers: 1${N} } }', 17],
  ])('in %s gives a number', (text, workers) => {
    expect(planOf(text).clusters.A?.workers).toBe(workers)
  })

  test.each([
    ['name: ${NAME}', 'a: b'],
    ['name: "on ${NAME}, ${NOT:-${}"', undefined],
    ['name: run ${N} of ${N}', 'run 7 of 7'],
    ['name: $${N} for $$5', '${N} for $5'],
    ['name: $N', '$N'],
    ['name: ${LIST}', '[A, B]'],
    ['name: ${NOT:-a # b}', 'a # b'],
  ])('in %s is text', (text, name) => {
    if (name === undefined) expect(complaints(`${text}\nclusters: { A: }`)).toHaveLength(1)
    else expect(planOf(`${text}\nclusters: { A: }`).name).toBe(name)
  })

  test('can be a part of what YAML would cut at a comma', () => {
    const { clusters } = planOf('clusters: { A: { service: choice:${S},${S} } }')
    expect(clusters.A?.service).toEqual({ kind: 'choice', ofMs: [1000, 1000] })
  })

  test('that is not set is told at its place; several are told at once', () => {
    expect(complaints('name: a ${X}\nclusters:\n  A: { workers: ${Y}, service: ${S} }')).toEqual([
      'x.yaml:3:9: The variable X is not set: set it, or write ${X:-default}',
      'x.yaml:5:17: The variable Y is not set: set it, or write ${Y:-default}',
    ])
  })

  test.each(['${1X}', '${X-y}', '${X:=y}', '"${}"', '"a ${X"', '"${A:-${B}"'])(
    'is not written %s',
    word => {
      const [line] = complaints(`name: ${word}\nclusters: { A: }`)
      expect(line).toMatch(/^x\.yaml:3:\d+: .*use \$\{NAME\} or \$\{NAME:-default\}, or \$\$ for a/)
    },
  )

  test('is no key', () => {
    expect(complaints('clusters: { "${N}": }')).toEqual([
      'x.yaml:3:14: ${N} is in a key: variables stand in values only',
    ])
  })

  test('stands in the text that a plan was made of; comments stay', () => {
    const text = `${HEAD}name: ${'${NAME}'} # ${'${NAME}'}\nclusters: { A: }\n`
    const planned = planScenario(text, 'x.yaml', { variables: VARIABLES })
    expect(planned.text).toBe(`${HEAD}name: a: b # ${'${NAME}'}\nclusters: { A: }\n`)
  })
})
