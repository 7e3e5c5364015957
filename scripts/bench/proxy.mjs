/**
 * What our broker is compared with. The ceiling: the same client threads, with libzmq's own proxy
 * (ROUTER to DEALER) in place of our broker, and REP sockets that echo in place of our workers.
 */

import { Worker } from 'node:worker_threads'
import { context, Dealer, Router, Proxy as ZmqProxy } from 'zeromq'
import { Thread } from '../../dist/live/thread.js'

const NOBODY = { event() {}, onDeath() {} }

export async function startProxy(plan) {
  context.maxSockets = 4096
  context.ioThreads = 2
  const frontend = new Router({ backlog: 4096, linger: 0 })
  const backend = new Dealer({ backlog: 4096, linger: 0 })
  const endpoint = `ipc://${plan.dir}/A-localbe.ipc`
  await frontend.bind(`ipc://${plan.dir}/A-localfe.ipc`)
  await backend.bind(endpoint)
  const proxy = new ZmqProxy(frontend, backend)
  proxy.run().catch(() => {})
  const entry = new URL('./rep-workers.mjs', import.meta.url)
  const workers = await thread(entry, { endpoint, count: plan.workers })
  return clientsOf(plan, [frontend, backend, proxy, workers])
}

/** The same clients and workers as ever, and between them a broker that does next to nothing. */
export async function startLeast(plan) {
  const broker = await thread(new URL('./least-broker.mjs', import.meta.url), { dir: plan.dir })
  const names = Array.from({ length: plan.workers }, (_, index) => `A-w${index + 1}`)
  const workers = new Thread({ role: 'workers', plan, names, number: 1 }, NOBODY)
  await workers.ready
  workers.remote.connect()
  return clientsOf(plan, [broker, workers])
}

/** Only the clients, before a thread that echoes. */
export async function startEcho(plan) {
  const endpoint = `ipc://${plan.dir}/A-localfe.ipc`
  const echo = await thread(new URL('./echo.mjs', import.meta.url), { endpoint })
  return clientsOf(plan, [echo])
}

/** @param held what is not held on to is closed by the garbage collector, in the midst of work. */
async function clientsOf(plan, held) {
  const names = Array.from({ length: plan.loads[0].clients }, (_, index) => `A-c${index + 1}`)
  const [load] = plan.loads
  const role = { role: 'clients', plan, load, share: 1, phase: 0, names, number: 1 }
  const clients = new Thread(role, NOBODY)
  await clients.ready
  clients.remote.connect()
  return {
    begin() {
      const now = Number(process.hrtime.bigint()) / 1e6
      clients.remote.begin(now, now)
    },
    held,
    report: () => clients.remote.report(),
    // Nothing here is worth an orderly end, and a proxy that runs has none.
    stop: () => process.kill(process.pid, 'SIGKILL'),
  }
}

/** Resolves when it says that it is ready. */
function thread(file, workerData) {
  const worker = new Worker(file, { workerData })
  return new Promise(resolve => {
    worker.once('message', () => resolve(worker))
  })
}
