/** A hunt through seeds: threads that take one after the other, until one finds something. */

import { Worker } from 'node:worker_threads'
import type { Finding, FuzzShare } from './thread.js'

const THREAD = new URL('./thread.js', import.meta.url)

export class Hunt {
  readonly first: number
  readonly end: number
  readonly #next = new Int32Array(new SharedArrayBuffer(4))
  readonly #done = new Int32Array(new SharedArrayBuffer(4))

  /** Through the seeds from `first` up to, and without, `end`. */
  constructor(first: number, end: number) {
    this.first = first
    this.end = end
    this.#next[0] = first
  }

  get done(): number {
    return Atomics.load(this.#done, 0)
  }

  /** Resolves when every thread has ended: with what was found at the lowest seed, if anything. */
  async run(threads: number): Promise<Finding | undefined> {
    const share: FuzzShare = { next: this.#next, done: this.#done, end: this.end }
    const hunters = Array.from({ length: threads }, () => findingOf(share))
    // One that dies must not leave the others hunting.
    const found = await Promise.all(hunters).finally(() => this.stop())
    return found
      .filter(finding => finding !== undefined)
      .reduce<Finding | undefined>((a, b) => (a && a.seed < b.seed ? a : b), undefined)
  }

  /** No other seed is taken; those under way are done. */
  stop(): void {
    Atomics.store(this.#next, 0, this.end)
  }
}

/** Rejects if a thread dies of an error, which is a bug. */
function findingOf(share: FuzzShare): Promise<Finding | undefined> {
  return new Promise((resolve, reject) => {
    let finding: Finding | undefined
    const thread = new Worker(THREAD, { workerData: share })
    thread.on('message', (found: Finding) => {
      finding = found
    })
    thread.on('error', reject)
    thread.on('exit', () => resolve(finding))
  })
}
