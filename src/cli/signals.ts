/** The signals by which people, shells and terminals that are closed ask a program to end. */

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Calls `end` for each signal that comes. Not for the first alone: the screen, which restores the
 * cursor, kills where it finds nobody else listening.
 */
export function onEndSignal(end: () => void): void {
  for (const signal of SIGNALS) process.on(signal, end)
}
