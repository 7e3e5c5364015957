/** A queue whose every operation is cheap, however long it is; and whose head can be rejoined. */

/** First in, first out; `unshift` puts back at the head what has a prior claim. */
export class Fifo<T> {
  /** What was put back, the head last; before all of `#items`. */
  readonly #returned: T[] = []
  #items: (T | undefined)[] = []
  #head = 0

  get size(): number {
    return this.#returned.length + this.#items.length - this.#head
  }

  get first(): T | undefined {
    return this.#returned.at(-1) ?? this.#items[this.#head]
  }

  push(item: T): void {
    this.#items.push(item)
  }

  /**
   * Before all that were pushed; among those that were put back, at the head as well.
   *
   * @param isBefore whether it goes before one that was put back; asked from the head on.
   */
  unshift(item: T, isBefore: (item: T, other: T) => boolean = always): void {
    let at = this.#returned.length
    while (at > 0 && !isBefore(item, this.#returned[at - 1] as T)) at--
    if (at === this.#returned.length) this.#returned.push(item)
    else this.#returned.splice(at, 0, item)
  }

  shift(): T | undefined {
    if (this.size === 0) return undefined
    if (this.#returned.length > 0) return this.#returned.pop()
    const item = this.#items[this.#head]
    this.#items[this.#head++] = undefined
    // Half empty: close the gap, so that each item is moved at most once on the average.
    if (this.#head > 32 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head)
      this.#head = 0
    }
    return item
  }
}

function always(): boolean {
  return true
}
