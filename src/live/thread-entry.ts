/** Where each thread of a cluster but the first begins: it takes its role, works, ends well. */

import { parentPort, workerData } from 'node:worker_threads'
import { UsageError } from '../scenario/usage-error.js'
import { methodsOf, openRpc } from './rpc.js'
import type {
  AnyRole,
  ThreadCalls,
  ThreadEvents,
  ThreadReport,
  ThreadRole,
} from './thread-protocol.js'

const port = parentPort
if (!port) throw new Error('This file is the start of a thread; run the program instead')

let role: AnyRole | undefined
let hasEnded = false

// A thread that ends with a receive under way takes the process with it: close first, always.
process.on('uncaughtException', fail)
process.on('unhandledRejection', fail)

const thread: ThreadCalls = {
  end() {
    const report = role?.report()
    end(0)
    return report
  },
  fail() {
    throw new Error('told to fail')
  },
}
const ofThread = methodsOf(thread)
const { remote: main } = openRpc<ThreadEvents>(
  { post: message => port.postMessage(message), on: listen => port.on('message', listen) },
  { find: name => ofThread(name) ?? ofRole(name), onError: fail },
)

const started = start(workerData as ThreadRole).catch(fail)

async function start(data: ThreadRole): Promise<void> {
  // It may have been told to end before it was born: what takes time comes after that is heard.
  await new Promise(setImmediate)
  if (hasEnded) return
  const { openRole } = await import('./thread-bootstrap.js')
  if (hasEnded) return
  role = await openRole(data, { staffed: main.staffed, event: main.event, fail })
  // It may have been told to end while it was binding.
  if (hasEnded) end(0)
  else main.ready()
}

/** What it is to do waits until it can; an end does not. */
function ofRole(name: string) {
  return async (...args: unknown[]) => {
    await started
    return role && methodsOf(role)(name)?.(...args)
  }
}

function fail(error: unknown): void {
  main.failed(reasonOf(error), error instanceof UsageError)
  try {
    bequeath()
  } finally {
    end(1)
  }
}

/** Workers that end by an error are counted as ended all the same. */
function bequeath(): void {
  const data = workerData as ThreadRole
  if (!role || !('kill' in role) || data.role !== 'workers') return
  role.kill(data.names)
  main.rest(role.report() satisfies ThreadReport)
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
