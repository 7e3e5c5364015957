/** A hunt through seeds: threads that take one after the other, until one finds something. */

import { Worker } from 'node:worker_threads'
import type { Finding, FuzzShare } from './thread.js'

const LOOK_EVERY_MS = 100

const THREAD = new URL('./thread.js', import.meta.url)

/** What hunts, and how long a seed may take. */
const STANDARD = {
  thread: THREAD,
  /** No seed takes a tenth of this. */
  stuckMs: 60_000,
  /** The same when all are to end. */
  endingMs: 10_000,
}

export class Hunt {
  readonly first: number
  readonly end: number
  readonly #next = new Int32Array(new SharedArrayBuffer(4))
  readonly #done = new Int32Array(new SharedArrayBuffer(4))

  readonly #options: typeof STANDARD
  #stoppedAt: number | undefined
  #isAbandoned = false

  /** Through the seeds from `first` up to, and without, `end`. */
  constructor(first: number, end: number, options = STANDARD) {
    this.#options = options
    this.first = first
    this.end = end
    this.#next[0] = first
  }

  get done(): number {
    return Atomics.load(this.#done, 0)
  }

  /** Resolves when every thread has ended: with what was found at the lowest seed, if anything. */
  async run(threads: number): Promise<Finding | undefined> {
    const at = new Int32Array(new SharedArrayBuffer(4 * threads)).fill(-1)
    const share = { next: this.#next, done: this.#done, at, end: this.end }
    const hunters = Array.from({ length: threads }, (_, place) =>
      this.#findingOf({ ...share, place }),
    )
    // One that dies must not leave the others hunting.
    const found = await Promise.all(hunters).finally(() => this.stop())
    return found
      .filter(finding => finding !== undefined)
      .reduce<Finding | undefined>((a, b) => (a && a.seed < b.seed ? a : b), undefined)
  }

  /** No other seed is taken; those under way are done, if they come to an end. */
  stop(): void {
    Atomics.store(this.#next, 0, this.end)
    this.#stoppedAt ??= performance.now()
  }

  /** Nobody waits for what is under way. */
  abandon(): void {
    this.stop()
    this.#isAbandoned = true
  }

  /** Rejects if a thread dies of an error, which is a bug. */
  #findingOf(share: FuzzShare): Promise<Finding | undefined> {
    return new Promise((resolve, reject) => {
      let finding: Finding | undefined
      const thread = new Worker(this.#options.thread, { workerData: share })
      thread.on('message', (found: Finding) => {
        finding = found
      })
      let [seed, since] = [-1, performance.now()]
      const watch = setInterval(() => {
        const now = performance.now()
        const current = Atomics.load(share.at, share.place)
        if (current !== seed) [seed, since] = [current, now]
        const waitsSince = Math.max(since, this.#stoppedAt ?? 0)
        const { stuckMs, endingMs } = this.#options
        const hasBegun = seed >= 0
        const untilStop = hasBegun ? stuckMs : Number.POSITIVE_INFINITY
        const limitMs = this.#stoppedAt === undefined ? untilStop : endingMs
        if (!this.#isAbandoned && now - waitsSince < limitMs) return
        if (!this.#isAbandoned && hasBegun) finding ??= stuckAt(seed, now - since)
        this.stop()
        void thread.terminate()
      }, LOOK_EVERY_MS)
      thread.on('error', reject)
      thread.on('exit', () => {
        clearInterval(watch)
        resolve(finding)
      })
    })
  }
}

/** What a machine that never returns breaks; nothing more can be known of it. */
function stuckAt(seed: number, ms: number): Finding {
  const what = `the seed did not come to an end in ${Math.round(ms / 1000)} s`
  const broken = { name: 'time goes on', verdict: 'false', broken: { t: 0, what } } as const
  return { seed, broken, isStuck: true }
}
