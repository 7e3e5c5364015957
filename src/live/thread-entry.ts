/** Where each thread of a cluster but the first begins: it takes its role, works, ends well. */

import { parentPort, workerData } from 'node:worker_threads'
import { UsageError } from '../scenario/usage-error.js'
import type { AnyRole, Host } from './role.js'
import type { Order, ThreadRole } from './thread-roles.js'

const port = parentPort
if (!port) throw new Error('This file is the start of a thread; run the program instead')

let role: AnyRole | undefined
let hasEnded = false

const host: Host = {
  say: word => port.postMessage(word),
  fail(error) {
    host.say({ word: 'failed', reason: reasonOf(error), isUsage: error instanceof UsageError })
    try {
      bequeath()
    } finally {
      end(1)
    }
  },
}

// A thread that ends with a receive under way takes the process with it: close first, always.
process.on('uncaughtException', host.fail)
process.on('unhandledRejection', host.fail)

port.on('message', (order: Order) => {
  // What it is to do waits until it can; an end does not.
  if (order.order === 'end') {
    report()
    end(0)
  } else started.then(() => obey(order)).catch(host.fail)
})

const started = start(workerData as ThreadRole).catch(host.fail)

async function start(data: ThreadRole): Promise<void> {
  // It may have been told to end before it was born: what takes time comes after that is heard.
  await new Promise(setImmediate)
  if (hasEnded) return
  const { openRole } = await import('./roles.js')
  if (hasEnded) return
  role = await openRole(data, host)
  // It may have been told to end while it was binding.
  if (hasEnded) end(0)
  else host.say({ word: 'ready' })
}

function obey(order: Order): void {
  switch (order.order) {
    case 'connect':
      role?.connect()
      break
    case 'begin':
      role?.begin(order.startMs, order.originMs)
      break
    case 'cease':
      if (role && 'cease' in role) role.cease()
      break
    case 'kill':
      if (role && 'kill' in role) role.kill(order.names)
      break
    case 'hire':
      if (role && 'hire' in role) role.hire(order.names)
      break
    case 'ways':
      if (role && 'ways' in role) host.say({ word: 'ways', ways: role.ways(order.tasks) })
      break
    case 'slow':
      if (role && 'slowDown' in role) role.slowDown(order.factor)
      break
    case 'report':
      report()
      break
    case 'fail':
      throw new Error('told to fail')
  }
}

/** Workers that end by an error are counted as ended all the same. */
function bequeath(): void {
  const data = workerData as ThreadRole
  if (!role || !('kill' in role) || data.role !== 'workers') return
  role.kill(data.names)
  host.say({ word: 'rest', report: role.report() })
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
  // What a person can mend is said in a line, and where it was found out is of no interest.
  if (error instanceof UsageError) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
