/** A cluster of three dies under load, and comes back: what did it cost? On real sockets. */

import { openCloud } from 'peering'

const cloud = await openCloud('live', {
  clusters: {
    DC1: { workers: 4, service: 'exp:20ms', heartbeat: '250ms', stateTtl: '750ms' },
    DC2: { workers: 4, service: 'exp:20ms', heartbeat: '250ms', stateTtl: '750ms' },
    DC3: { workers: 4, service: 'exp:20ms', heartbeat: '250ms', stateTtl: '750ms' },
  },
})

try {
  // DC1 has more to do than its four workers can: 200 tasks a second is what they do at best.
  await cloud.load('DC1', { executor: 'rate', rate: '300/s', clients: 200, sockets: 'shared' })
  await cloud.load('DC2', { executor: 'rate', rate: '50/s', clients: 50, sockets: 'shared' })
  await cloud.pass('3s')
  console.log(
    `Before: p99 is ${cloud.total().latencyMs.p99} ms, ${cloud.total().cloud} done by peers`,
  )

  const restart = await cloud.break({ kill: 'DC3' })
  const missedMs = await cloud.until(() => cloud.capacityOf('DC3', 'DC1') === 0)
  console.log(`DC1 knows after ${missedMs.toFixed(0)} ms that DC3 is gone`)

  await cloud.pass('2s')
  await restart()
  const backMs = await cloud.until(() => cloud.capacityOf('DC3', 'DC1') > 0)
  console.log(`DC1 knows ${backMs.toFixed(0)} ms after its start that DC3 is back`)
  await cloud.pass('4s')

  const { total, faults = [] } = await cloud.stop()
  for (const { words, atMs, endMs, recoveredAfterMs } of faults) {
    console.log(`${words}, for ${endMs - atMs} ms; all was well ${recoveredAfterMs} ms after that`)
  }
  console.log(`${total.done} of ${total.sent} tasks done, ${total.lost} lost`)
  console.log(`${total.home} came home from DC3 and were done elsewhere`)
  console.log(`p50 ${total.latencyMs.p50} ms, p99 ${total.latencyMs.p99} ms`)
} finally {
  // Also if something above throws; to stop a cloud again does nothing.
  await cloud.stop()
}
