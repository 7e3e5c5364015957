/** Distributions of times: as data that can be sent to a thread, and as a way to draw from them. */

import type { Random } from './random.js'
import type { Millis } from './time.js'

/** How long something takes: never below 0. */
export type Distribution =
  | { readonly kind: 'constant'; readonly ms: Millis }
  | { readonly kind: 'exp'; readonly meanMs: Millis }
  | { readonly kind: 'uniform'; readonly fromMs: Millis; readonly toMs: Millis }
  | { readonly kind: 'choice'; readonly ofMs: readonly Millis[] }
  | { readonly kind: 'lognormal'; readonly medianMs: Millis; readonly p99Ms: Millis }

/** The 0.99 quantile of the standard normal distribution. */
const Z99 = 2.3263478740408408
/** And the one of 1 - 1e-6. */
const Z999999 = 4.753424308822899

/** One time, never below 0. */
export function draw(distribution: Distribution, random: Random): Millis {
  switch (distribution.kind) {
    case 'constant':
      return distribution.ms
    case 'exp':
      return exponential(distribution.meanMs, random)
    case 'uniform':
      return distribution.fromMs + random() * (distribution.toMs - distribution.fromMs)
    case 'choice':
      return distribution.ofMs[Math.floor(random() * distribution.ofMs.length)] ?? 0
    case 'lognormal': {
      const sigma = Math.log(distribution.p99Ms / distribution.medianMs) / Z99
      return distribution.medianMs * Math.exp(sigma * standardNormal(random))
    }
  }
}

/** The mean, in closed form. */
export function meanOf(distribution: Distribution): Millis {
  switch (distribution.kind) {
    case 'constant':
      return distribution.ms
    case 'exp':
      return distribution.meanMs
    case 'uniform':
      return (distribution.fromMs + distribution.toMs) / 2
    case 'choice':
      return distribution.ofMs.reduce((sum, ms) => sum + ms, 0) / distribution.ofMs.length
    case 'lognormal': {
      const sigma = Math.log(distribution.p99Ms / distribution.medianMs) / Z99
      return distribution.medianMs * Math.exp((sigma * sigma) / 2)
    }
  }
}

/** The mean of the squares, in closed form. */
export function meanSquareOf(distribution: Distribution): number {
  switch (distribution.kind) {
    case 'constant':
      return distribution.ms ** 2
    case 'exp':
      return 2 * distribution.meanMs ** 2
    case 'uniform': {
      const { fromMs, toMs } = distribution
      return (fromMs ** 2 + fromMs * toMs + toMs ** 2) / 3
    }
    case 'choice':
      return distribution.ofMs.reduce((sum, ms) => sum + ms ** 2, 0) / distribution.ofMs.length
    case 'lognormal': {
      const sigma = Math.log(distribution.p99Ms / distribution.medianMs) / Z99
      return distribution.medianMs ** 2 * Math.exp(2 * sigma * sigma)
    }
  }
}

/** The longest time that it gives; where it has no end, its quantile 1 - 1e-6. */
export function longestOf(distribution: Distribution): Millis {
  switch (distribution.kind) {
    case 'constant':
      return distribution.ms
    case 'exp':
      return distribution.meanMs * Math.log(1e6)
    case 'uniform':
      return distribution.toMs
    case 'choice':
      return Math.max(...distribution.ofMs)
    case 'lognormal': {
      const sigma = Math.log(distribution.p99Ms / distribution.medianMs) / Z99
      return distribution.medianMs * Math.exp(sigma * Z999999)
    }
  }
}

/** The same distribution, of times `factor` times as long. */
export function scaled(distribution: Distribution, factor: number): Distribution {
  if (factor === 1) return distribution
  switch (distribution.kind) {
    case 'constant':
      return { kind: 'constant', ms: factor * distribution.ms }
    case 'exp':
      return { kind: 'exp', meanMs: factor * distribution.meanMs }
    case 'uniform': {
      const { fromMs, toMs } = distribution
      return { kind: 'uniform', fromMs: factor * fromMs, toMs: factor * toMs }
    }
    case 'choice':
      return { kind: 'choice', ofMs: distribution.ofMs.map(ms => factor * ms) }
    case 'lognormal': {
      const { medianMs, p99Ms } = distribution
      return { kind: 'lognormal', medianMs: factor * medianMs, p99Ms: factor * p99Ms }
    }
  }
}

export function exponential(meanMs: Millis, random: Random): Millis {
  return -meanMs * Math.log1p(-random())
}

/** Box and Muller's transform. */
function standardNormal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log1p(-random()))
  return radius * Math.cos(2 * Math.PI * random())
}
