/** The runs of two results, and how their difference is estimated: seed by seed where that goes. */

import { average } from '../theory/batch-means.js'
import { differenceOf, type Interval, pairedDifferenceOf } from '../theory/confidence.js'
import { type Figure, type Measured, valuesOf } from './figures.js'

/** `paired`: each run with that of its own seed. `welch`: as two samples. */
export type Method = 'paired' | 'welch'

/** The values of one figure; of `paired` ones, those of a seed have the same place. */
export interface Values {
  readonly a: readonly number[]
  readonly b: readonly number[]
}

export class Pairing {
  /** Undefined where one of them has a single run: there is no spread to tell chance by. */
  readonly method: Method | undefined
  readonly #a: readonly Measured[]
  readonly #b: readonly Measured[]

  constructor(a: readonly Measured[], b: readonly Measured[]) {
    this.#a = bySeed(a)
    this.#b = bySeed(b)
    const isSame =
      a.length === b.length && this.#a.every(({ seed }, index) => seed === this.#b[index]?.seed)
    this.method = a.length < 2 || b.length < 2 ? undefined : isSame ? 'paired' : 'welch'
  }

  /** Which of them has the figure in no run. */
  lacking(figure: Figure): 'a' | 'b' | undefined {
    if (valuesOf(figure, this.#a).length === 0) return 'a'
    return valuesOf(figure, this.#b).length === 0 ? 'b' : undefined
  }

  /** Of the runs that have the figure; of pairs, where both have it. */
  values({ of }: Figure): Values {
    const [a, b] = [this.#a.map(of), this.#b.map(of)]
    const isKnown = (value: number | undefined) => value !== undefined
    const isPair = (_: unknown, seed: number) => isKnown(a[seed]) && isKnown(b[seed])
    const isWanted = this.method === 'paired' ? isPair : () => true
    return { a: a.filter(isWanted).filter(isKnown), b: b.filter(isWanted).filter(isKnown) }
  }

  /** b - a with 95 % confidence; undefined where there are too few values for that. */
  difference({ a, b }: Values): Interval | undefined {
    return this.method === 'paired' ? pairedDifferenceOf(a, b) : differenceOf(a, b)
  }
}

function bySeed(runs: readonly Measured[]): Measured[] {
  return [...runs].sort((a, b) => a.seed - b.seed)
}

/** Null of nothing. */
export function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : average(values)
}
