/** Where each thread of a cluster but the first begins: it takes its role, works, ends well. */

import { parentPort, workerData } from 'node:worker_threads'
import { brokerRole } from './broker-role.js'
import { poolRole } from './pool-role.js'
import { prepareContext } from './sockets.js'
import { type Order, Stage, type ThreadData, type ThreadReport, type Word } from './thread-roles.js'

/** What a role gives to its thread. */
export interface Role {
  connect(): void
  begin(): void
  report(): ThreadReport
  /**
   * Closes the sockets.
   *
   * @returns for how many ms the thread must live on.
   */
  close(): number
}

/** What a thread gives to its role. */
export interface Host {
  say(word: Word): void
  fail(error: unknown): void
}

const port = parentPort
if (!port) throw new Error('This file is the start of a thread; run the program instead')

let role: Role | undefined
let hasEnded = false

const host: Host = {
  say: word => port.postMessage(word),
  fail(error) {
    host.say({ word: 'failed', reason: reasonOf(error) })
    end(1)
  },
}

// A thread that ends with a receive under way takes the process with it: close first, always.
process.on('uncaughtException', host.fail)
process.on('unhandledRejection', host.fail)

port.on('message', (order: Order) => {
  switch (order.order) {
    case 'connect':
    case 'begin':
      role?.[order.order]()
      break
    case 'report':
      report()
      break
    case 'fail':
      throw new Error('told to fail')
    case 'end':
      report()
      end(0)
      break
  }
})

start(workerData as ThreadData).catch(host.fail)

async function start({ role: data, stage }: ThreadData): Promise<void> {
  if (Atomics.compareExchange(stage, 0, Stage.loading, Stage.working) !== Stage.loading) return
  prepareContext(data.plan)
  role = data.role === 'broker' ? await brokerRole(data.plan, host) : poolRole(data, host)
  // It may have been told to end while it was binding.
  if (hasEnded) end(0)
  else host.say({ word: 'ready' })
}

function report(): void {
  if (role) host.say({ word: 'report', report: role.report() })
}

function end(code: number): void {
  hasEnded = true
  const lingerMs = role?.close() ?? 0
  role = undefined
  process.exitCode = code
  // The thread ends when its loop is empty: an exit() here would be an abort.
  setTimeout(() => port?.close(), lingerMs)
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
