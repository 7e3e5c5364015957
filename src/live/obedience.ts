/** What a process does to obey the one that started it, as `Child` expects. */

import { UsageError } from '../scenario/usage-error.js'
import type { ChildOrder, ChildWord } from './child.js'

/** Resolves when it was said, or there is nobody to hear it. */
export function say<Word extends object>(word: Word | ChildWord): Promise<void> {
  return new Promise(resolve => {
    if (process.connected) process.send?.(word, () => resolve())
    else resolve()
  })
}

/** Says that it could not start. */
export function sayRefused(error: unknown): Promise<void> {
  const reason = error instanceof Error ? error.message : String(error)
  return say({ word: 'refused', reason, isUsage: error instanceof UsageError })
}

/**
 * Obeys from now on, and says hello.
 *
 * @param stop ends the process in order; it may be called more than once
 */
export function obey<Order extends object>(onOrder: (order: Order) => void, stop: () => void) {
  process.on('message', (order: Order | ChildOrder) => {
    if ('order' in order && order.order === 'stop') stop()
    else onOrder(order as Order)
  })
  process.on('uncaughtException', async error => {
    process.exitCode = 1
    await say({ word: 'failed', reason: error.message, isUsage: false })
    stop()
  })
  // Ctrl-C, and the end of a terminal, reach every process of it; the one that started us decides.
  process.on('SIGINT', () => {})
  process.on('SIGHUP', () => {})
  process.on('SIGTERM', stop)
  // Whatever becomes of it, even a kill -9: nothing is left behind.
  process.on('disconnect', stop)
  say({ word: 'hello' })
}
