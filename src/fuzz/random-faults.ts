/** Random faults on the clusters of a random scenario: any number, of any kind, at any time. */

import type { RandomPicker } from './random-picker.js'
import type { Fields } from './scenario-file.js'

const ON_CLUSTERS = ['kill', 'kill', 'pause', 'kill-workers', 'slow', 'leave', 'join'] as const
const ON_LINKS = ['partition', 'loss', 'slow'] as const

/** @param isLossy whether messages may be lost. */
export function randomFaults(
  dice: RandomPicker,
  clusters: Readonly<Record<string, Fields>>,
  durationMs: number,
  isLossy: boolean,
): Fields[] {
  const names = Object.keys(clusters)
  const staffed = names.filter(name => clusters[name]?.workers !== 0)
  const story = new Story(dice, names, durationMs)
  const count = dice.whole(0, 4)
  const faults = Array.from({ length: count }, () => {
    const isOnLinks = names.length > 1 && dice.happens(isLossy ? 0.5 : 0.2)
    const kinds = isLossy ? ON_LINKS : (['slow'] as const)
    if (isOnLinks) return story.onLinks(dice.one(kinds))
    const kind = dice.one(ON_CLUSTERS)
    const targets = kind === 'kill-workers' ? staffed : names
    return targets.length > 0 ? story.onCluster(kind, dice.one(targets)) : undefined
  })
  return faults.filter(fault => fault !== undefined)
}

/** What happened so far, so that what ended does not end again. */
class Story {
  readonly #dice: RandomPicker
  readonly #names: readonly string[]
  readonly #endMs: number
  /** By cluster or by kind of fault on links: from when on the next may come. */
  readonly #freeMs = new Map<string, number>()

  constructor(dice: RandomPicker, names: readonly string[], endMs: number) {
    this.#dice = dice
    this.#names = names
    this.#endMs = endMs
  }

  onCluster(kind: (typeof ON_CLUSTERS)[number], cluster: string): Fields | undefined {
    const isFirst = !this.#freeMs.has(cluster)
    // One that joins later must not have been there before.
    if (kind === 'join' && !isFirst) return undefined
    const times = this.#span(cluster)
    if (!times) return undefined
    const at = `${times.atMs}ms`
    const ends = this.#dice.happens(0.7)
    const until = (key: string) => (ends ? { [key]: `${times.untilMs}ms` } : this.#forGood(cluster))
    switch (kind) {
      case 'kill':
        return { at, kill: cluster, ...until('restart') }
      case 'pause':
        return { at, pause: cluster, ...until('resume') }
      case 'slow':
        return { at, slow: cluster, factor: this.#dice.whole(2, 20), ...until('until') }
      case 'kill-workers':
        return { at, 'kill-workers': cluster, ...this.#someWorkers(), ...until('restart') }
      case 'leave':
        this.#forGood(cluster)
        return { at, leave: cluster }
      case 'join':
        return { at, join: cluster }
    }
  }

  #someWorkers(): object {
    return this.#dice.happens(0.5) ? { count: 1 } : {}
  }

  onLinks(kind: (typeof ON_LINKS)[number]): Fields | undefined {
    const times = this.#span(kind)
    if (!times) return undefined
    const [at, until] = [`${times.atMs}ms`, `${times.untilMs}ms`]
    const [first = '', ...others] = this.#names
    switch (kind) {
      case 'partition': {
        const there = this.#dice.some(others)
        const here = [first, ...others.filter(name => !there.includes(name))]
        return { at, partition: [here, there], heal: until }
      }
      case 'loss':
        return { at, loss: this.#link(), probability: `${this.#dice.whole(5, 100)}%`, until }
      case 'slow':
        return { at, slow: this.#link(), latency: this.#dice.ms(1, 800), until }
    }
  }

  #link(): string {
    const from = this.#dice.one(this.#names)
    const to = this.#dice.one(this.#names.filter(name => name !== from))
    return `${from}${this.#dice.one(['-', '>'])}${to}`
  }

  /** A span after all that happened to it; undefined if there is no time left. */
  #span(target: string): { readonly atMs: number; readonly untilMs: number } | undefined {
    const freeMs = this.#freeMs.get(target) ?? 1
    if (freeMs >= this.#endMs - 100) return undefined
    const atMs = this.#dice.whole(freeMs, this.#endMs - 100)
    const untilMs = this.#dice.whole(atMs + 1, this.#endMs)
    this.#freeMs.set(target, untilMs + 1)
    return { atMs, untilMs }
  }

  #forGood(target: string): object {
    this.#freeMs.set(target, Number.POSITIVE_INFINITY)
    return {}
  }
}
