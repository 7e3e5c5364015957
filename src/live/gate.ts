/** A gate before an inlet: messages stay in their socket while the machine does not want them. */

export class Gate {
  readonly #isWanted: () => boolean
  #open: (() => void) | undefined
  /** Whether what is read now may have arrived while the gate was shut. */
  #isCatchingUp = false

  constructor(isWanted: () => boolean) {
    this.#isWanted = isWanted
  }

  /** Resolves when the inlet is wanted. */
  opening(): Promise<void> {
    return new Promise(resolve => {
      this.#open = resolve
    })
  }

  /** Opens if the inlet is wanted by now. */
  check(): void {
    if (this.#open && this.#isWanted()) this.open()
  }

  open(): void {
    if (!this.#open) return
    this.#open()
    this.#open = undefined
    // What was in the socket is received in this turn of the event loop, what comes now is not.
    this.#isCatchingUp = true
    setImmediate(() => {
      this.#isCatchingUp = false
    })
  }

  /** Whether the message just received came while the gate was shut. */
  hasWaited(): boolean {
    return this.#isCatchingUp || !this.#isWanted()
  }
}
