/** A thread with a ROUTER that does nothing but echo, reading what is there in one go. */

import { parentPort, workerData } from 'node:worker_threads'
import { context, Router } from 'zeromq'

context.maxSockets = 16_384
context.ioThreads = 2
const socket = new Router({ backlog: 4096, linger: 0, sendTimeout: 0, sendHighWaterMark: 65_536 })
await socket.bind(workerData.endpoint)
parentPort.postMessage('ready')

for (;;) {
  socket.receiveTimeout = -1
  reply(await socket.receive())
  socket.receiveTimeout = 0
  try {
    for (let read = 0; read < 64; read++) reply(await socket.receive())
  } catch {
    // There is nothing more, for now.
  }
}

function reply(message) {
  // Long frames are memory of libzmq's, which must not be sent again.
  const frames = message.map(frame => (frame.length > 128 ? frame.latin1Slice() : frame))
  socket.send(frames).catch(() => {})
}
