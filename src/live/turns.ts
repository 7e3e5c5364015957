/** Things that are done to somebody one after the other, as each takes its time. */

export class Turns {
  /** By whom they are done to, the last. */
  readonly #last = new Map<string, Promise<void>>()

  /** Acts once all that was to be done to them before is over, whatever came of it. */
  take(whom: string, act: () => Promise<void> | void): Promise<void> {
    const before = this.#last.get(whom) ?? Promise.resolve()
    const turn = before.catch(() => {}).then(act)
    this.#last.set(whom, turn)
    return turn
  }

  /** Resolves when all is over that was to be done until now. */
  async over(): Promise<void> {
    await Promise.allSettled(this.#last.values())
  }
}
