/** A process that this one starts to obey it. What it has to do itself is in `obedience.ts`. */

import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { UsageError } from '../scenario/usage-error.js'

/** How long a process may take to stop before it is killed. */
const STOP_MAX_MS = 800

/** What every process that obeys understands. */
export type ChildOrder = { readonly order: 'stop' }

/** What every process that obeys says, besides what is its own. */
export type ChildWord =
  /** It has loaded, and waits for the order to start. */
  | { readonly word: 'hello' }
  | { readonly word: 'started' }
  /** It could not start; `isUsage` if a person can mend it. */
  | { readonly word: 'refused'; readonly reason: string; readonly isUsage: boolean }
  | { readonly word: 'failed'; readonly reason: string; readonly isUsage: boolean }

/** Who watches a process that obeys. */
export interface ChildListener<Word> {
  onWord(word: Word): void
  /**
   * It is gone.
   *
   * @param reason why, if nobody here wanted it to go
   * @param isUsage whether a person can mend that
   */
  onEnd(reason: string | undefined, isUsage: boolean): void
}

/** A process that ends with this one, whatever becomes of either. */
export class Child<Order extends object, Word extends object> {
  readonly #process: ChildProcess
  readonly #exited: Promise<void>
  /** Before that it has nothing that must be ended in order. */
  #hasBegun = false
  #isToldToEnd = false
  #lastWords: string | undefined
  #isUsage = false
  #isKilled = false
  #endedBy: string | undefined

  /**
   * @param entry the file it begins with
   * @param start its first order, once it has loaded
   */
  constructor(entry: URL, start: Order, listener: ChildListener<Word>) {
    // Float64Arrays pass as they are; what goes wrong in there is told over the channel.
    this.#process = fork(fileURLToPath(entry), { serialization: 'advanced', execArgv: [] })
    this.#process.on('message', (word: Word | ChildWord) => this.#hear(word, start, listener))
    this.#exited = new Promise(resolve => {
      this.#process.once('exit', (code, signal) => {
        if (signal && !this.#isKilled) this.#endedBy = signal
        const how = signal ? `it was ended by ${signal}` : `it ended with code ${code}`
        const reason = this.#isToldToEnd ? undefined : (this.#lastWords ?? how)
        listener.onEnd(reason, this.#isUsage)
        resolve()
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
   * Resolves when it has started. To be called before anything is awaited.
   *
   * @param signal gives up the start.
   * @throws UsageError if it said that a person can mend why it could not; Error if not.
   */
  async started(signal?: AbortSignal): Promise<void> {
    let givenUp: Promise<void> | undefined
    const giveUp = () => {
      givenUp = this.stop()
    }
    if (signal?.aborted) giveUp()
    signal?.addEventListener('abort', giveUp, { once: true })
    await this.#hasStarted()
    signal?.removeEventListener('abort', giveUp)
    // It may have started in spite of that; what it did meanwhile is of no run.
    if (givenUp) {
      await givenUp
      throw new Error('the start was given up')
    }
  }

  #hasStarted(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#process.on('message', (word: ChildWord) => {
        if (word.word === 'started') resolve()
        if (word.word !== 'refused') return
        reject(word.isUsage ? new UsageError(word.reason) : new Error(word.reason))
      })
      this.#exited.then(() => reject(new Error(this.#lastWords ?? 'it ended before it was ready')))
    })
  }

  order(order: Order | ChildOrder): void {
    // A process that just died is told nothing; its exit says the rest.
    this.#process.send(order, () => {})
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

  /** Lets it end in order, and resolves when it is gone. */
  async stop(): Promise<void> {
    if (!this.#hasBegun) return this.kill()
    this.expectEnd()
    this.order({ order: 'stop' })
    // One that was stopped by a signal hears nothing.
    const patience = setTimeout(() => this.#kill(), STOP_MAX_MS)
    await this.#exited
    clearTimeout(patience)
  }

  #kill(): void {
    this.#isKilled = true
    this.#process.kill('SIGKILL')
  }

  #hear(word: Word | ChildWord, start: Order, listener: ChildListener<Word>): void {
    const said = word as ChildWord
    switch (said.word) {
      case 'hello':
        if (this.#isToldToEnd) break
        this.#hasBegun = true
        this.order(start)
        break
      case 'started':
        break
      case 'refused':
        this.expectEnd()
        break
      case 'failed':
        this.#lastWords = said.reason
        this.#isUsage = said.isUsage
        break
      default:
        listener.onWord(word as Word)
    }
  }
}
