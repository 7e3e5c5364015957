/** Looks at clusters by a process that is held up: what was said in time is heard in time. */

import { stat } from 'node:fs'
import { expect, test } from 'vitest'
import { nowMs } from '../../src/live/clock.js'
import type { ClusterSupervisor } from '../../src/live/cluster-supervisor.js'
import { ReportPoller } from '../../src/live/report-poller.js'
import type { ClusterReport } from '../../src/report/cluster-record.js'
import { noCounts } from '../../src/report/counts.js'
import { RunRecord } from '../../src/report/run-record.js'
import { readScenario } from '../../src/scenario/scenario.js'

const PLAN = readScenario('version: 1\nduration: 5s\nclusters: { A: null }\n', 'a.yaml')
const REPORT: ClusterReport = {
  counts: { ...noCounts('A'), times: { sent: new Float64Array(7) } },
  inFlight: 7,
  broker: undefined,
}

test('a look that was held up for longer than it waits hears what came meanwhile', async () => {
  // As a message from another process, it comes with the next turn of the event loop.
  const report = () => new Promise<ClusterReport>(done => stat('.', () => done(REPORT)))
  const record = new RunRecord(PLAN)
  const looks = new ReportPoller(record, [{ name: 'A', report } as unknown as ClusterSupervisor])
  looks.startedAt = 0
  const looked = looks.poll()
  const held = nowMs() + 700
  while (nowMs() < held);
  await looked
  expect(record.cluster('A').status().sent).toBe(7)
})
