/** A level: a number that jumps at points in time and holds in between, and its mean. */

export class Level {
  readonly #times: number[] = []
  /** What it is from the time of the same place on. */
  readonly #values: number[] = []

  /** From `t` on; times come in order. */
  set(t: number, value: number): void {
    this.#times.push(t)
    this.#values.push(value)
  }

  add(t: number, change: number): void {
    this.set(t, this.#last + change)
  }

  get #last(): number {
    return this.#values.at(-1) ?? 0
  }

  /** What it was just before `t`: what happened at that very time is of what comes then. */
  before(t: number): number {
    const place = this.#firstFrom(t)
    return place === 0 ? 0 : (this.#values[place - 1] ?? 0)
  }

  /** The area under it from one time to another: its mean times the time between them. */
  area(from: number, until: number): number {
    let sum = 0
    let since = from
    let value = this.before(from)
    for (let place = this.#firstFrom(from); place < this.#times.length; place++) {
      const t = this.#times[place] as number
      if (t >= until) break
      sum += value * (t - since)
      since = t
      value = this.#values[place] as number
    }
    return sum + value * Math.max(0, until - since)
  }

  #firstFrom(t: number): number {
    return firstFrom(t, this.#times.length, place => this.#times[place] as number)
  }
}

/** The first place, in a list in order of time, that is at `t` or later. */
export function firstFrom(t: number, length: number, timeAt: (place: number) => number): number {
  let [low, high] = [0, length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (timeAt(middle) < t) low = middle + 1
    else high = middle
  }
  return low
}
