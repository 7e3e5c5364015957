/**
 * What our broker is compared with. The ceiling: the same client threads, with libzmq's own proxy
 * (ROUTER to DEALER) in place of our broker, and REP sockets that echo in place of our workers.
 */

import { Worker } from 'node:worker_threads'
import { context, Dealer, Router, Proxy as ZmqProxy } from 'zeromq'

const ENTRY = new URL('../../dist/live/thread-entry.js', import.meta.url)

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
  const workers = thread(new URL('./rep-workers.mjs', import.meta.url), {
    endpoint,
    count: plan.workers,
  })
  await workers.told('ready')
  return clientsOf(plan, [frontend, backend, proxy])
}

/** The same clients and workers as ever, and between them a broker that does next to nothing. */
export async function startLeast(plan) {
  const broker = thread(new URL('./least-broker.mjs', import.meta.url), { dir: plan.dir })
  await broker.told('ready')
  const names = Array.from({ length: plan.workers }, (_, index) => `A-w${index + 1}`)
  const workers = thread(ENTRY, { role: 'workers', plan, names, number: 1 })
  await workers.told('ready')
  workers.order('connect')
  return clientsOf(plan, [broker, workers])
}

/** Only the clients, before a thread that echoes. */
export async function startEcho(plan) {
  const endpoint = `ipc://${plan.dir}/A-localfe.ipc`
  const echo = thread(new URL('./echo.mjs', import.meta.url), { endpoint })
  await echo.told('ready')
  return clientsOf(plan, [echo])
}

/** @param held what is not held on to is closed by the garbage collector, in the midst of work. */
async function clientsOf(plan, held) {
  const names = Array.from({ length: plan.loads[0].clients }, (_, index) => `A-c${index + 1}`)
  const clients = thread(ENTRY, {
    role: 'clients',
    plan,
    load: plan.loads[0],
    share: 1,
    phase: 0,
    names,
    number: 1,
  })
  await clients.told('ready')
  clients.order('connect')
  return {
    begin() {
      const now = Number(process.hrtime.bigint()) / 1e6
      clients.order('begin', { startMs: now, originMs: now })
    },
    held,
    async report() {
      clients.order('report')
      return (await clients.told('report')).report
    },
    // Nothing here is worth an orderly end, and a proxy that runs has none.
    stop: () => process.kill(process.pid, 'SIGKILL'),
  }
}

function thread(file, workerData) {
  const worker = new Worker(file, { workerData })
  return {
    order: (order, what) => worker.postMessage({ order, ...what }),
    told: word =>
      new Promise(resolve => {
        worker.on('message', function hear(message) {
          if (message.word !== word) return
          worker.off('message', hear)
          resolve(message)
        })
      }),
  }
}
