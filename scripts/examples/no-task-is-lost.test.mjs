/** Tests of a cloud, for Node's own runner: `node --test scripts/examples/no-task-is-lost.test.mjs`. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openCloud } from 'peering'

const quick = { workers: 4, service: '10ms', heartbeat: '200ms', stateTtl: '600ms' }

// The same test twice: in virtual time it says what should be, on real sockets what is.
for (const mode of ['sim', 'live']) {
  test(`no task is lost when a cluster dies (${mode})`, async t => {
    const cloud = await openCloud(mode, { clusters: { DC1: quick, DC2: quick, DC3: quick } })
    t.after(() => cloud.stop())

    // More than DC1 can do alone, so that DC3 has tasks of it when it dies.
    await cloud.load('DC1', { executor: 'closed', think: '1ms', clients: 12, timeout: '2s' })
    await cloud.until(() => cloud.status('DC1').peers.DC3.delegated > 20)
    await cloud.break({ kill: 'DC3' })

    await cloud.until(() => cloud.capacityOf('DC3', 'DC1') === 0, '3s')
    const { done } = cloud.total()
    await cloud.until(() => cloud.total().done > done + 100, '10s')

    const { total, faults } = await cloud.stop()
    assert.equal(total.lost, 0)
    assert.equal(total.inFlight, 0)
    assert.equal(total.done, total.sent)
    assert.equal(faults[0].words, 'kill DC3')
  })
}
