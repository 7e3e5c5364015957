/** A thread of a cluster, as the main thread sees it: called, watched, ended. */

import { Worker } from 'node:worker_threads'
import { deferred } from './after.js'
import { methodsOf, openRpc, type Remote } from './rpc.js'
import type { ThreadCalls, ThreadEvents, ThreadReport, ThreadRole } from './thread-protocol.js'

export interface ThreadListener extends Pick<ThreadEvents, 'event'> {
  /** Workers that failed: what they had not reported. */
  rest?(report: ThreadReport): void
  /**
   * It has ended by itself; a thread that was told to end does not come here.
   *
   * @param isUsage whether a person can mend why.
   */
  onDeath(reason: string, isUsage: boolean): void
}

/** @typeParam Calls what its role can be called. */
export class Thread<Calls extends object> {
  readonly remote: Remote<Calls & ThreadCalls>
  /** Resolves when it has loaded, and a broker has bound its sockets. */
  readonly ready: Promise<void>
  /** Of a broker: resolves when its workers have said READY. */
  readonly staffed: Promise<void>
  readonly #exited: Promise<void>
  #isTold = false
  #reason = 'it ended without a word'
  #isUsage = false

  constructor(role: ThreadRole, listener: ThreadListener) {
    const worker = new Worker(new URL('./thread-entry.js', import.meta.url), { workerData: role })
    const ready = deferred()
    const staffed = deferred()
    const events: ThreadEvents = {
      ready: ready.resolve,
      staffed: staffed.resolve,
      event: event => listener.event(event),
      rest: report => listener.rest?.(report),
      failed: (reason, isUsage) => {
        this.#reason = reason
        this.#isUsage = isUsage
      },
    }
    const channel = {
      post: (message: unknown) => worker.postMessage(message),
      on: (listen: (message: unknown) => void) => worker.on('message', listen),
    }
    const onError = (error: unknown) => {
      throw error
    }
    const rpc = openRpc<Calls & ThreadCalls>(channel, { find: methodsOf(events), onError })
    this.remote = rpc.remote
    this.ready = ready.promise
    this.staffed = staffed.promise
    worker.on('error', error => {
      this.#reason = error instanceof Error ? (error.stack ?? error.message) : String(error)
    })
    const onExit = () => {
      rpc.close()
      for (const awaited of [ready, staffed]) {
        // Nobody may be waiting for it.
        awaited.promise.catch(() => {})
        awaited.reject(new Error(this.#reason))
      }
      if (!this.#isTold) listener.onDeath(this.#reason, this.#isUsage)
    }
    this.#exited = new Promise(resolve => {
      worker.once('exit', () => {
        // What it called last is heard first.
        setImmediate(() => resolve(onExit()))
      })
    })
  }

  /** Ends it, and resolves with its last report when it is gone. */
  async end(): Promise<ThreadReport | undefined> {
    this.#isTold = true
    const { remote }: { readonly remote: Remote<ThreadCalls> } = this
    const report = await remote.end()
    await this.#exited
    return report
  }
}
