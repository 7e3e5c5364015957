/** A process that this one starts and ends. What it has to do itself is in `serve.ts`. */

import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { UsageError } from '../scenario/usage-error.js'
import { deferred } from './after.js'
import { methodsOf, openRpc, type Remote } from './rpc.js'

/** How long a process may take to stop before it is killed. */
const STOP_MAX_MS = 800

/** Why something could not start, or went wrong; `isUsage` if a person can mend it. */
export interface Failure {
  readonly reason: string
  readonly isUsage: boolean
}

/** What is called of every such process, besides what is its own. */
export interface ChildCalls<Plan, Last> {
  /** @returns why it could not; undefined once it has started. */
  start(plan: Plan): Promise<Failure | undefined>
  /** Ends it in order. @returns what it has to say last. */
  stop(): Promise<Last | undefined>
}

/** What every such process calls of the one that started it, besides what is its own. */
export interface ChildEvents {
  /** It has loaded: from now on it must be ended in order. */
  loaded(): void
  failed(failure: Failure): void
}

/**
 * It is gone.
 *
 * @param reason why, if nobody here wanted it to go.
 * @param isUsage whether a person can mend that.
 */
type OnEnd = (reason: string | undefined, isUsage: boolean) => void

/** A process that ends with this one, whatever becomes of either. */
export class Child<Plan, Last, Calls extends ChildCalls<Plan, Last>> {
  readonly remote: Remote<Calls>
  /** The part of it that every such process has. */
  readonly #lifecycle: Remote<ChildCalls<Plan, Last>>
  readonly #process: ChildProcess
  readonly #exited: Promise<void>
  readonly #starting: Promise<Failure | undefined>
  /** Before that it has nothing that must be ended in order. */
  #hasLoaded = false
  #isToldToEnd = false
  #failure: Failure | undefined
  #isKilled = false
  #endedBy: string | undefined

  /**
   * @param entry the file it begins with.
   * @param plan what it starts with, once it has loaded.
   * @param events what it may call, besides `ChildEvents`.
   */
  constructor(entry: URL, plan: Plan, events: object, onEnd: OnEnd) {
    // Float64Arrays pass as they are; what goes wrong in there is reported over the channel.
    const child = fork(fileURLToPath(entry), { serialization: 'advanced', execArgv: [] })
    this.#process = child
    const loaded = deferred()
    const own: ChildEvents = {
      loaded: () => {
        if (this.#isToldToEnd) return
        this.#hasLoaded = true
        loaded.resolve()
      },
      failed: failure => {
        this.#failure = failure
      },
    }
    const rpc = openRpc<Calls>(
      {
        // A process that just died hears nothing; its exit says the rest.
        post: message => child.send(message as object, () => {}),
        on: listen => child.on('message', listen),
      },
      {
        find: methodsOf({ ...own, ...events }),
        onError(error) {
          throw error
        },
      },
    )
    this.remote = rpc.remote
    this.#lifecycle = rpc.remote as Remote<ChildCalls<Plan, Last>>
    this.#starting = loaded.promise.then(() => this.#lifecycle.start(plan))
    const onExit = (code: number | null, signal: string | null) => {
      rpc.close()
      if (signal && !this.#isKilled) this.#endedBy = signal
      const how = signal ? `it was ended by ${signal}` : `it ended with code ${code}`
      const { reason = how, isUsage = false } = this.#failure ?? {}
      onEnd(this.#isToldToEnd ? undefined : reason, isUsage)
    }
    this.#exited = new Promise(resolve => {
      child.once('exit', (code, signal) => {
        // What it called last is heard first.
        setImmediate(() => resolve(onExit(code, signal)))
      })
    })
  }

  /** The id of the process, for those who want to stop it, or kill it. */
  get pid(): number | undefined {
    return this.#process.pid
  }

  /** The signal that has ended it, if it was not killed from here. */
  get endedBy(): string | undefined {
    return this.#endedBy
  }

  /**
   * Resolves when it has started.
   *
   * @param signal gives up the start.
   * @throws UsageError if it said that a person can mend why it could not; Error if not.
   */
  async started(signal?: AbortSignal): Promise<void> {
    let givenUp: Promise<unknown> | undefined
    const giveUp = () => {
      givenUp = this.stop()
    }
    if (signal?.aborted) giveUp()
    signal?.addEventListener('abort', giveUp, { once: true })
    let hasEnded = false
    const ended = this.#exited.then(() => {
      hasEnded = true
      return undefined
    })
    const refused = await Promise.race([this.#starting, ended])
    signal?.removeEventListener('abort', giveUp)
    if (refused) {
      this.expectEnd()
      this.#release()
      throw refused.isUsage ? new UsageError(refused.reason) : new Error(refused.reason)
    }
    if (hasEnded) throw new Error(this.#failure?.reason ?? 'it ended before it was ready')
    // It may have started in spite of that; what it did meanwhile is of no run.
    if (givenUp) {
      await givenUp
      throw new Error('the start was given up')
    }
  }

  /** From now on its end is no failure. */
  expectEnd(): void {
    this.#isToldToEnd = true
  }

  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.#process.kill(signal)
  }

  /** Ends it as a power cut would, and resolves when it is gone. */
  async kill(): Promise<void> {
    this.expectEnd()
    this.#kill()
    await this.#exited
  }

  /** Lets it end in order, and resolves with what it said last when it is gone. */
  async stop(): Promise<Last | undefined> {
    this.expectEnd()
    if (!this.#hasLoaded) this.#kill()
    // One that was stopped by a signal hears nothing.
    const patience = setTimeout(() => this.#kill(), STOP_MAX_MS)
    const last = await this.#lifecycle.stop()
    this.#release()
    await this.#exited
    clearTimeout(patience)
    return last
  }

  /** Nothing more is to be said: it ends. */
  #release(): void {
    if (this.#process.connected) this.#process.disconnect()
  }

  #kill(): void {
    this.#isKilled = true
    this.#process.kill('SIGKILL')
  }
}
