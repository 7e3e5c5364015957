/** What differs between a figure and the count of it, in lines for people. */

import { rankOf, sorted, sum } from './figures.js'

/** Figures are rounded to whole microseconds, or to three digits behind the point. */
const ROUNDED = 0.0005
/** Times are kept in buckets, which are so wide at the most. */
const BUCKET = 0.001

export class Findings {
  readonly lines: string[] = []

  /** A number of things, a word, or a thing: not the least is different. */
  same(where: string, figure: unknown, counted: unknown): void {
    if (!Object.is(figure, counted)) this.#differ(where, figure, counted)
  }

  /** A sum of floats, in whatever order. */
  near(where: string, figure: number | null | undefined, counted: number | null, within = 0): void {
    if (figure === null || figure === undefined || counted === null) {
      return this.same(where, figure, counted)
    }
    if (figure === counted) return
    // Times are differences of points in time, which themselves have fifteen digits.
    const most = within + 1e-9 * Math.max(1, Math.abs(counted))
    if (!(Math.abs(figure - counted) <= most)) this.#differ(where, figure, counted)
  }

  rounded(where: string, figure: number | null | undefined, counted: number | null): void {
    this.near(where, figure, counted, ROUNDED)
  }

  /** A percentile that is known up to its bucket. */
  percentile(
    where: string,
    figure: number | undefined,
    percent: number,
    ascending: number[],
  ): void {
    const counted = rankOf(percent, ascending)
    this.near(where, figure, counted, 2 * ROUNDED + BUCKET * Math.abs(counted))
    const [least = 0, most = 0] = [ascending[0], ascending.at(-1)]
    const isOutside = (figure ?? 0) < least - 2 * ROUNDED || (figure ?? 0) > most + 2 * ROUNDED
    if (isOutside) this.#differ(`${where} outside of all`, figure, [least, most])
  }

  /** The summary of times: all 0 where there are none. */
  times(where: string, figures: Readonly<Record<string, number>>, values: readonly number[]): void {
    const ascending = values.length === 0 ? [0] : sorted(values)
    this.rounded(`${where}.mean`, figures.mean, sum(ascending) / ascending.length)
    this.rounded(`${where}.max`, figures.max, ascending.at(-1) ?? 0)
    if ('min' in figures) this.rounded(`${where}.min`, figures.min, ascending[0] ?? 0)
    for (const [key, percent] of Object.entries(PERCENTILES)) {
      this.percentile(`${where}.${key}`, figures[key], percent, ascending)
    }
  }

  #differ(where: string, figure: unknown, counted: unknown): void {
    this.lines.push(`${where}: ${JSON.stringify(figure)}, counted ${JSON.stringify(counted)}`)
  }
}

const PERCENTILES = { p50: 50, p75: 75, p90: 90, p95: 95, p99: 99, p999: 99.9 }
