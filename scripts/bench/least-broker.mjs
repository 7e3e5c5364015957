/**
 * A thread with the least broker that JavaScript can be: no rules, no memory, no counts, nothing
 * checked. What it costs is the price of the frames, which no broker on zeromq.js can go below.
 */

import { parentPort, workerData } from 'node:worker_threads'
import { context, Router } from 'zeromq'

const BATCH_MAX = 64
const DELIMITER = Buffer.alloc(0)

context.maxSockets = 4096
context.ioThreads = 2
const options = { backlog: 4096, linger: 0, sendTimeout: 0, mandatory: true, handover: true }
const frontend = new Router(options)
const backend = new Router(options)
await frontend.bind(`ipc://${workerData.dir}/A-localfe.ipc`)
await backend.bind(`ipc://${workerData.dir}/A-localbe.ipc`)
parentPort.postMessage('ready')

const idle = []
const tasks = []
read(frontend, task => {
  tasks.push(task)
  match()
})
read(backend, message => {
  idle.push(message[0])
  // Three frames are a READY.
  if (message.length > 3) frontend.send(message.slice(2)).catch(() => {})
  match()
})

function match() {
  while (idle.length > 0 && tasks.length > 0) {
    backend.send([idle.shift(), DELIMITER, ...tasks.shift()]).catch(() => {})
  }
}

async function read(socket, take) {
  for (;;) {
    socket.receiveTimeout = -1
    take(await socket.receive())
    socket.receiveTimeout = 0
    try {
      for (let count = 0; count < BATCH_MAX; count++) take(await socket.receive())
    } catch {
      // There is nothing more, for now.
    }
  }
}
