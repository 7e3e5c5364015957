/** Erlang's formulas: what a queue of Poisson arrivals and exponential service does, exactly. */

export interface Queue {
  /** How many workers. */
  readonly c: number
  /** Tasks that come in a unit of time. */
  readonly lambda: number
  /** Tasks that one worker does in a unit of time. */
  readonly mu: number
}

/** The chance that all workers are busy where nobody waits: B(c, a), by its recursion. */
export function erlangB(c: number, a: number): number {
  let b = 1
  for (let k = 1; k <= c; k++) b = (a * b) / (k + a * b)
  return b
}

/** The chance that a task has to wait: C(c, a). */
export function erlangC({ c, lambda, mu }: Queue): number {
  const b = erlangB(c, lambda / mu)
  const rho = lambda / (c * mu)
  return b / (1 - rho + rho * b)
}

/** The mean time from the arrival of a task to the start of its service: Wq. */
export function meanWait(queue: Queue): number {
  return erlangC(queue) / (queue.c * queue.mu - queue.lambda)
}
