/** How clusters stand, in plain lines and in the live view. */

import { Chalk } from 'chalk'
import { describe, expect, test } from 'vitest'
import { plainLines, view } from '../../src/cli/output/view.js'
import { ClusterRecord } from '../../src/report/cluster-record.js'

const status = new ClusterRecord('DC1', 5, 0).status()
const options = { title: 'DC1', columns: 80, elapsedMs: 0, forMs: undefined, events: [] }

describe('before any task is done, there is no latency', () => {
  test('in plain lines', () => {
    expect(plainLines({ DC1: status }, 1000)).toEqual([
      '  1 s DC1 busy 0/5, waiting 0, 0.0 tasks/s, p50 -, p99 -, lost 0',
    ])
  })

  test('in the live view', () => {
    const [, , , row] = view({ DC1: status }, { ...options, chalk: new Chalk({ level: 0 }) })
    expect(row).toMatch(/^DC1 +0\/5 +0 +0\.0 +- +- +0 +0$/)
  })
})

test('latency is shown as soon as a task is done', () => {
  const done = { ...status, done: 1, latencyMs: { ...status.latencyMs, p50: 1.5, p99: 20 } }
  expect(plainLines({ DC1: done }, 1000)).toEqual([
    '  1 s DC1 busy 0/5, waiting 0, 0.0 tasks/s, p50 1.50 ms, p99 20.0 ms, lost 0',
  ])
})
