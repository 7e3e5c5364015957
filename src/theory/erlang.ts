/**
 * M/M/c: Poisson arrivals, exponential service, c workers, and a queue without end.
 *
 * A. K. Erlang, Solution of some Problems in the Theory of Probabilities of Significance in
 * Automatic Telephone Exchanges (1917); L. Kleinrock, Queueing Systems 1 (1975), 3.5.
 */

/** Rates and times are in any one unit of time. */
export interface OpenQueue {
  /** How many workers. */
  readonly c: number
  /** Tasks that come in a unit of time. */
  readonly lambda: number
  /** The mean time that a worker takes for a task: 1/mu. */
  readonly service: number
}

/** Whether the workers can do all that comes. If not, the queue grows for ever. */
export function isStable({ c, lambda, service }: OpenQueue): boolean {
  return lambda * service < c
}

/** The chance that all of c workers are busy where nobody waits: B(c, a), by its recursion. */
export function erlangB(c: number, a: number): number {
  let b = 1
  for (let k = 1; k <= c; k++) b = (a * b) / (k + a * b)
  return b
}

/** The chance that a task has to wait: C(c, a), from 0 to 1; 1 where the queue is not stable. */
export function erlangC(queue: OpenQueue): number {
  if (!isStable(queue)) return 1
  const a = queue.lambda * queue.service
  const b = erlangB(queue.c, a)
  const rho = a / queue.c
  return b / (1 - rho + rho * b)
}

/** The mean time from a task's arrival to the start of its service; Infinity if not stable. */
export function mmcWait(queue: OpenQueue): number {
  if (!isStable(queue)) return Number.POSITIVE_INFINITY
  return (erlangC(queue) * queue.service) / (queue.c - queue.lambda * queue.service)
}
