/** A thread of REP sockets that do nothing but echo. */

import { parentPort, workerData } from 'node:worker_threads'
import { context, Reply } from 'zeromq'

context.maxSockets = 4096
context.ioThreads = 2

for (let index = 0; index < workerData.count; index++) echo()
parentPort.postMessage('ready')

async function echo() {
  const socket = new Reply({ linger: 0 })
  socket.connect(workerData.endpoint)
  for (;;) {
    const [body] = await socket.receive()
    const answer = body.toString().replace(/ |$/, '@A-w0001 ')
    await socket.send(answer)
  }
}
