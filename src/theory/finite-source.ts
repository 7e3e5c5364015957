/**
 * M/M/c//N, the machine repair model: each of N clients thinks for an exponential time, sends a
 * task, waits for its answer and thinks again; c workers, exponential service.
 *
 * C. Palm (1947); L. Kleinrock, Queueing Systems 1 (1975), 3.8; R. B. Cooper, Introduction to
 * Queueing Theory (1981), 3.8.
 */

/** Times are in any one unit. */
export interface ClosedQueue {
  /** How many workers. */
  readonly c: number
  /** How many clients. */
  readonly n: number
  /** The mean times of thinking and of service. */
  readonly think: number
  readonly service: number
}

/**
 * The mean time from the sending of a task to the start of its service; Infinity without workers.
 * The throughput follows by Little's law: n / (think + wait + service).
 */
export function closedWait({ c, n, think, service }: ClosedQueue): number {
  if (c === 0) return Number.POSITIVE_INFINITY
  if (service === 0) return 0
  // The chance of k tasks, and the means, where there can be no more than k: as Erlang B's
  // recursion it holds no number that could grow without bound.
  let chance = 1
  let waiting = 0
  let busy = 0
  for (let k = 1; k <= n; k++) {
    const ratio = ((n - k + 1) * service) / (think * Math.min(k, c))
    chance = 1 / (1 + 1 / (ratio * chance))
    waiting += chance * (Math.max(0, k - c) - waiting)
    busy += chance * (Math.min(k, c) - busy)
  }
  return (waiting * service) / busy
}
