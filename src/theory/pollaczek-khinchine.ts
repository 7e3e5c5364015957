/**
 * M/G/1: Poisson arrivals, one worker, and service of any distribution.
 *
 * F. Pollaczek (1930) and A. Khinchine (1932); L. Kleinrock, Queueing Systems 1 (1975), 5.6.
 */

import { isStable, type OpenQueue } from './erlang.js'

export interface GeneralQueue extends OpenQueue {
  /** The mean of the squares of the times of service. */
  readonly serviceSquare: number
}

/** The mean time from a task's arrival to the start of its service; Infinity if not stable. */
export function mg1Wait(queue: Omit<GeneralQueue, 'c'>): number {
  const { lambda, service, serviceSquare } = queue
  if (!isStable({ ...queue, c: 1 })) return Number.POSITIVE_INFINITY
  return (lambda * serviceSquare) / (2 * (1 - lambda * service))
}

/**
 * About how long it takes until a queue has forgotten how long it was; Infinity if not stable. By
 * the Brownian motion that a busy queue is nearly (L. Kleinrock, Queueing Systems 2 (1976), 2.9),
 * and not shorter than a service. For M/M/1 it is 4 rho / (1 + sqrt(rho))^2 of the exact value.
 */
export function memoryOf(queue: GeneralQueue): number {
  if (!isStable(queue)) return Number.POSITIVE_INFINITY
  const spare = queue.c - queue.lambda * queue.service
  return Math.max(queue.service, (2 * queue.lambda * queue.serviceSquare) / spare ** 2)
}
