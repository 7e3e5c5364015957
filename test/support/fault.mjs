/**
 * Preloaded into the program (`node --import`) by tests of what an error does: throws in the thread
 * that PEERING_FAULT names, such as `broker DC1`, or `main`, when the file PEERING_FAULT_AT appears.
 * `end` aborts each process of a cluster when it is to end, as libzmq does.
 */

import { existsSync } from 'node:fs'
import { isMainThread, workerData } from 'node:worker_threads'

const { PEERING_FAULT: victim, PEERING_FAULT_AT: file } = process.env
const thread = isMainThread ? 'main' : `${workerData?.role} ${workerData?.plan?.self}`

if (file && thread === victim) {
  const timer = setInterval(() => {
    if (!existsSync(file)) return
    clearInterval(timer)
    throw new Error('an error made by a test')
  }, 5)
  timer.unref()
}

if (victim === 'end' && isMainThread && process.send) {
  // `m` is the method of a call, as birpc writes it.
  process.on('message', ({ m }) => {
    if (m === 'stop') process.kill(process.pid, 'SIGABRT')
  })
}
