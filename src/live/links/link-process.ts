/** The links between brokers, in a process of their own: what the one that started it can do. */

import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Strike } from '../../scenario/link-faults.js'
import { UsageError } from '../../scenario/usage-error.js'
import { checkPath } from '../ownership.js'
import { Questions } from '../questions.js'
import type { LinkOrder, LinkWord } from './link-messages.js'
import type { LinkReport } from './link-net.js'
import { FLOWS, type LinksPlan, linkDirOf, socketPath } from './places.js'

const ENTRY = fileURLToPath(new URL('./link-entry.js', import.meta.url))

/** How long the process may take to stop before it is killed. */
const STOP_MAX_MS = 800

export interface LinkListener {
  /** It cannot go on: a bug, or its process was killed. All links are cut for good. */
  onFailure?(reason: string): void
}

export class LinkProcess {
  readonly #child: ChildProcess
  readonly #questions = new Questions<LinkReport>()
  readonly #exited: Promise<void>
  readonly #numbers = new Map<Strike, number>()
  #strikes = 0
  #isTold = false
  #lastWords: string | undefined

  /**
   * Resolves when all links are there for brokers to use. Clusters are told by `peerDirsOf`.
   *
   * @throws UsageError if a directory or a path cannot be used.
   */
  static async start(plan: LinksPlan, listener: LinkListener = {}): Promise<LinkProcess> {
    for (const { from, to } of plan.pairs) {
      for (const flow of FLOWS) checkPath(socketPath(linkDirOf(plan, from), to, flow))
    }
    const links = new LinkProcess(listener)
    const started = links.#started()
    links.#order({ order: 'start', plan })
    await started
    return links
  }

  private constructor(listener: LinkListener) {
    this.#child = fork(ENTRY, { serialization: 'advanced', execArgv: [] })
    this.#child.on('message', (word: LinkWord) => {
      if (word.word === 'report') this.#questions.answer(word.report)
      if (word.word === 'failed') this.#lastWords = word.reason
    })
    this.#exited = new Promise(resolve => {
      this.#child.once('exit', (code, signal) => {
        this.#questions.close()
        const how = signal ? `it was ended by ${signal}` : `it ended with code ${code}`
        if (!this.#isTold) listener.onFailure?.(this.#lastWords ?? how)
        resolve()
      })
    })
  }

  /** The id of the process. */
  get pid(): number | undefined {
    return this.#child.pid
  }

  /** A fault begins. Others that are on the same links stay. */
  strike(strike: Strike): void {
    const number = this.#strikes++
    this.#numbers.set(strike, number)
    this.#order({ order: 'strike', number, strike })
  }

  /** @param strike the very one that struck; it is over. */
  mend(strike: Strike): void {
    const number = this.#numbers.get(strike)
    if (number === undefined) return
    this.#numbers.delete(strike)
    this.#order({ order: 'mend', number })
  }

  /** What went over each link since the start; undefined once the process is dead. */
  report(): Promise<LinkReport | undefined> {
    return this.#questions.ask(() => this.#order({ order: 'report' }))
  }

  /** Cuts all connections, and removes the socket files. */
  async stop(): Promise<void> {
    this.#isTold = true
    this.#order({ order: 'stop' })
    // One that was stopped by a signal hears nothing.
    const patience = setTimeout(() => this.#child.kill('SIGKILL'), STOP_MAX_MS)
    await this.#exited
    clearTimeout(patience)
  }

  #order(order: LinkOrder): void {
    // A process that just died is told nothing; its exit says the rest.
    this.#child.send(order, () => {})
  }

  #started(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#child.on('message', (word: LinkWord) => {
        if (word.word === 'started') resolve()
        if (word.word !== 'refused') return
        this.#isTold = true
        reject(word.isUsage ? new UsageError(word.reason) : new Error(word.reason))
      })
      this.#exited.then(() => reject(new Error(this.#lastWords ?? 'it ended before it was ready')))
    })
  }
}
