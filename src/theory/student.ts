/**
 * Student's t: how many standard errors around a mean hold the true one with some confidence.
 *
 * M. Abramowitz, I. Stegun, Handbook of Mathematical Functions (1964), 26.7.1. With
 * t = √ν tan θ the density is that of cos^(ν-1) θ, which needs no gamma function.
 */

/** Even, as Simpson's rule wants it; enough for thousands of degrees of freedom. */
const STEPS = 1000
/** As near as an angle has to be. */
const NEAR = 1e-12

/**
 * The t that |T| exceeds with the chance `1 - confidence`.
 *
 * @param freedom degrees of freedom, at least 1; need not be whole.
 * @param confidence from 0 to 1, both without: 0.95 for an interval of 95 %.
 */
export function studentT(freedom: number, confidence: number): number {
  const density = (angle: number) => Math.cos(angle) ** (freedom - 1)
  const wanted = confidence * integral(density, Math.PI / 2)
  // Newton's method: as the density falls, it comes near from below, and never goes too far.
  let angle = 0
  for (let step = 1; step > NEAR; angle += step) {
    step = (wanted - integral(density, angle)) / density(angle)
  }
  return Math.sqrt(freedom) * Math.tan(angle)
}

/** From 0 to `end`, by Simpson's rule. */
function integral(f: (x: number) => number, end: number): number {
  const step = end / STEPS
  let sum = f(0) + f(end)
  for (let index = 1; index < STEPS; index++) sum += (index % 2 === 1 ? 4 : 2) * f(index * step)
  return (sum * step) / 3
}
