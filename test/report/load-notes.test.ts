/** What of a load was not made: notes in the report, and a run in which nothing was sent. */

import { describe, expect, test } from 'vitest'
import { checksOf } from '../../src/report/checks.js'
import { withArrivals } from '../../src/scenario/arrivals.js'
import { readScenario } from '../../src/scenario/scenario.js'
import { simulate } from '../../src/sim/simulate.js'

const HEAD = 'version: 1\nduration: 10s\nclusters: { A: { workers: 1, service: 1s, peers: [] } }\n'

async function summaryOf(sections: string, csv = '') {
  const plan = withArrivals(readScenario(HEAD + sections, 'x.yaml'), () => csv)
  return (await simulate(plan)).summary
}

describe('a run in which nothing was sent', () => {
  const REPLAY = 'load: [{ at: A, executor: replay, file: a.csv }]'

  test.each([
    ['', '', ['nothing was sent: there is no load in the scenario']],
    [
      REPLAY,
      '1700000000000\n1700000000001\n',
      [
        'nothing was sent',
        'a.csv at A: 2 of 2 arrivals come when the load has ended at 10s: ' +
          'the first is at 1700000000s',
      ],
    ],
    [
      `${REPLAY}\nwarmup: 5s`.replace('a.csv', 'a.csv, until: 4s'),
      '1\n',
      ['nothing was sent: every load is over when the warm-up is'],
    ],
    [
      'load: [{ at: A, executor: closed, think: 1s, from: 2s }]\nfaults: [{ at: 1s, kill: A }]',
      '',
      ['nothing was sent'],
    ],
  ])('is inconclusive, and says why: %j', async (sections, csv, notes) => {
    const summary = await summaryOf(sections, csv)
    expect(summary).toMatchObject({ exitCode: 4, verdict: 'inconclusive', notes })
    const run = checksOf(summary).find(({ kind }) => kind === 'run')
    expect(run).toMatchObject({ outcome: 'unknown', why: 'nothing was sent' })
  })

  test('is so too where its thresholds hold, or fail', async () => {
    const thresholds = 'thresholds: [{ task.lost: count == 0 }, { task.done: count > 0 }]'
    expect(await summaryOf(thresholds)).toMatchObject({ exitCode: 4 })
  })
})

describe('what of a load is not made', () => {
  test('is rows that come when it has ended', async () => {
    const sections = 'load: [{ at: A, executor: replay, file: a.csv, from: 1s, until: 3s }]'
    const { notes, total, exitCode } = await summaryOf(sections, '0\n1999\n2000\n9000\n')
    expect(total.sent).toBe(2)
    expect(notes).toEqual(['a.csv at A: 2 of 4 arrivals come when the load has ended at 3s'])
    expect(exitCode).toBe(0)
  })

  test('is tasks that no client was free for', async () => {
    const rows = Array.from({ length: 100 }, () => '1\n').join('')
    const load = 'load: [{ at: A, executor: replay, file: a.csv, clients: 1 }]'
    const { notes, total } = await summaryOf(load, rows)
    expect(total.sent).toBe(10)
    expect(notes).toEqual([
      '90 tasks should have been sent by the end, and no client was free to send them',
      expect.stringMatching(/^tasks waited for a client: without that, p99 would be 1.00 s/),
    ])
  })

  test('is arrivals at a cluster that is not there', async () => {
    const load = 'executor: rate, rate: 1/s, arrivals: even'
    const { notes, total } = await summaryOf(`load: [{ at: A, ${load} }]
faults: [{ at: 2500ms, kill: A, restart: 4500ms }, { at: 7500ms, leave: A }]`)
    expect(notes).toEqual([
      'A is not there from 2.5s until it comes at 4.5s: arrivals at it in that time are not made',
      'A is not there from 7.5s on: arrivals at it in that time are not made',
    ])
    expect(total.sent).toBe(6)
  })
})
