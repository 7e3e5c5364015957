/** Questions to a thread or a process: answered in order, or with undefined once it is dead. */

export class Questions<Answer> {
  readonly #waiting: ((answer: Answer | undefined) => void)[] = []
  #isClosed = false

  ask(send: () => void): Promise<Answer | undefined> {
    if (this.#isClosed) return Promise.resolve(undefined)
    return new Promise(resolve => {
      this.#waiting.push(resolve)
      send()
    })
  }

  answer(answer: Answer): void {
    this.#waiting.shift()?.(answer)
  }

  /** Nobody is there any more. */
  close(): void {
    this.#isClosed = true
    for (const resolve of this.#waiting.splice(0)) resolve(undefined)
  }
}
