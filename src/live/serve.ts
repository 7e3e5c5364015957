/** What a process does for the one that started it, as `Child` expects. */

import { UsageError } from '../scenario/usage-error.js'
import type { ChildCalls, ChildEvents, Failure } from './child.js'
import { methodsOf, openRpc, type Remote } from './rpc.js'

/** Why it could not start. */
export function failureOf(error: unknown): Failure {
  const reason = error instanceof Error ? error.message : String(error)
  return { reason, isUsage: error instanceof UsageError }
}

/**
 * Serves from now on, and says that it has loaded.
 *
 * @param own `stop` may be called more than once.
 * @param other the method of that name, if `own` has none.
 * @returns what the parent can be called, and how this process ends in order by itself.
 */
export function serve<Plan, Last, Events = object>(
  own: ChildCalls<Plan, Last>,
  other: (name: string) => ((...args: unknown[]) => unknown) | undefined,
) {
  const end = async () => {
    await own.stop()
    if (process.connected) process.disconnect()
  }
  const fail = async (error: unknown) => {
    process.exitCode = 1
    const { reason } = failureOf(error)
    await ofParent.failed({ reason, isUsage: false })
    await end()
  }
  const ofOwn = methodsOf(own)
  const rpc = openRpc<ChildEvents & Events>(
    {
      // There may be nobody to hear it.
      post: message => process.connected && process.send?.(message, () => {}),
      on: listen => process.on('message', listen),
    },
    { find: name => ofOwn(name) ?? other(name), onError: fail },
  )
  const ofParent: Remote<ChildEvents> = rpc.remote
  process.on('uncaughtException', fail)
  // Ctrl-C, and the end of a terminal, reach every process of it; the one that started us decides.
  process.on('SIGINT', () => {})
  process.on('SIGHUP', () => {})
  process.on('SIGTERM', end)
  // Whatever becomes of it, even a kill -9: nothing is left behind.
  process.on('disconnect', () => {
    rpc.close()
    end()
  })
  ofParent.loaded()
  return { parent: rpc.remote, end }
}
