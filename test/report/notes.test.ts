/** What is said beside the figures: the same list from both drivers. */

import { describe, expect, test } from 'vitest'
import { notesOf } from '../../src/report/notes.js'
import { summaryOf } from '../../src/report/report.js'
import { scalePlan } from '../../src/scenario/scale.js'
import { readScenario } from '../../src/scenario/scenario.js'
import { simulate } from '../../src/sim/simulate.js'
import { reportOfText } from '../support/reports.js'

const scenario = (load: string, more = '') =>
  `version: 1\nduration: 20s\nclusters: { A: { workers: 2, service: 100ms } }\n` +
  `load: [{ at: A, ${load}, timeout: 1m }]\n${more}`

describe('tasks that waited for a client', () => {
  test.each([
    ['more arrivals than the workers do', 'executor: rate, rate: 30/s, clients: 10'],
    ['fewer clients than workers', 'executor: rate, rate: 15/s, clients: 1'],
    ['half as long again', 'executor: rate, rate: 21/s, arrivals: even, clients: 12'],
  ])('are told of in virtual time: %s', async (_, load) => {
    const { notes } = await reportOfText(scenario(load))
    expect(notes).toEqual([
      expect.stringMatching(/^\d+ tasks should have been sent by the end, and no client was free/),
      expect.stringMatching(
        /^tasks waited for a client: without that, \S+ would be [\d.]+ m?s, not [\d.]+ m?s;/,
      ),
    ])
  })

  test.each([
    ['where there are enough', 'executor: rate, rate: 15/s, clients: 1000'],
    ['of a load that waits for its answers', 'executor: closed, clients: 8, think: 10ms'],
    ['of bursts, which are meant to wait', 'executor: guide, clients: 4'],
  ])('are not told of %s', async (_, load) => {
    expect((await reportOfText(scenario(load))).notes).toEqual([])
  })

  test('are told of where they are few, or wait a little each', async () => {
    const summary = summaryOf(
      await reportOfText(scenario('executor: closed, clients: 2, think: 1ms')),
    )
    const { total } = summary
    const notesAt = (key: 'p99' | 'p50' | 'mean', ms: number) =>
      notesOf({ ...summary, total: { ...total, latencyMs: { ...total.latencyMs, [key]: ms } } }, {})
    expect(notesAt('p99', 200)).toEqual([
      expect.stringContaining('p99 would be 100 ms, not 200 ms'),
    ])
    expect(notesAt('mean', 130)).toEqual([expect.stringContaining('the mean would be 100 ms')])
    expect(notesAt('p50', 120)).toEqual([])
  })
})

test('what is left out, by whomever, is in the list', async () => {
  const text = scenario(
    'executor: rate, rate: 2/s, clients: 100',
    'expect: { theory: mmc }\nthresholds: [{ process.cpu: max < 1 }]\n',
  ).replace('100ms', 'exp:100ms')
  const { summary } = await simulate(scalePlan(readScenario(text, 'a.yaml'), 0.5))
  expect(summary.notes).toEqual([
    'left out by --scale: the wait that theory expects of the whole scenario',
    'not measured in virtual time: process.cpu max < 1',
  ])
})

test('what broke down is first, and what lacks is last', async () => {
  const summary = summaryOf(
    await reportOfText(scenario('executor: closed, clients: 2, think: 1ms')),
  )
  const plan = { notes: ['not measured'] }
  const failures = [{ name: 'A', reason: 'Error: no more\n at x' }]
  expect(notesOf({ ...summary, mode: 'live' }, plan, { failures, lacking: ['torn'] })).toEqual([
    'A broke down: Error: no more',
    'not measured',
    'torn',
  ])
})

describe('what became of tasks in flight at the end', () => {
  const notes = async (answered: number, lost: number, unanswered: number) => {
    const summary = summaryOf(
      await reportOfText(scenario('executor: closed, clients: 2, think: 1ms')),
    )
    return notesOf({ ...summary, drained: { answered, lost, unanswered, tookMs: 1500 } }, {})
  }

  test('is told where not all were answered', async () => {
    const head = 'in flight at the end, counted in no other figure:'
    expect(await notes(0, 1, 0)).toEqual([`1 task ${head} 1 lost, the last 1.50 s after it`])
    expect(await notes(5, 0, 0)).toEqual([])
    expect(await notes(3, 2, 1)).toEqual([
      `6 tasks ${head} 3 answered, 2 lost, 1 without an answer, the last 1.50 s after it`,
    ])
    expect(await notes(0, 0, 2)).toEqual([`2 tasks ${head} 2 without an answer`])
    expect(await notes(0, 0, 0)).toEqual([])
  })
})
