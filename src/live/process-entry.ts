/** The process of one cluster: serves the process that started it, and ends with it. */

import type { Counts } from '../report/counts.js'
import type { ClusterPlan } from '../scenario/plan.js'
import type { Failure } from './child.js'
import { nowMs } from './clock.js'
import { Cluster } from './cluster.js'
import type { ProcessEvents } from './cluster-process.js'
import { guardThisProcess } from './memory-guard.js'
import { methodsOf } from './rpc.js'
import { failureOf, serve } from './serve.js'

const abort = new AbortController()
/** Undefined if it could not start: what is told to it then is told to nobody. */
let cluster: Promise<Cluster | undefined> | undefined
/** What was used until the last report, and when that was. */
let lastReading = { cpuMs: 0, atMs: nowMs() }

const { parent, end } = serve<ClusterPlan, Counts, ProcessEvents>({ start, stop }, ofCluster)

async function start(plan: ClusterPlan): Promise<Failure | undefined> {
  process.title = `peering ${plan.self}`
  guardThisProcess()
  const starting = Cluster.start(
    plan,
    {
      onClaimed: () => parent.claimed(),
      onEvent: event => parent.event(event),
      async onFailure(reason, isUsage) {
        await parent.failed({ reason, isUsage })
        await end()
      },
    },
    abort.signal,
  )
  cluster = starting.catch(() => undefined)
  return starting.then(() => undefined, failureOf)
}

async function stop(): Promise<Counts | undefined> {
  abort.abort()
  const running = await cluster
  cluster = undefined
  const counts = await running?.stop()
  if (counts) await parent.released()
  return counts
}

function ofCluster(name: string) {
  return async (...args: unknown[]) => {
    const running = await cluster
    const answer = running && (await methodsOf(running)(name)?.(...args))
    const isReport = name === 'report' || name === 'halt'
    return isReport && answer ? { ...answer, process: used() } : answer
  }
}

/** What this process used since the last report. */
function used() {
  const { user, system } = process.cpuUsage()
  const reading = { cpuMs: (user + system) / 1000, atMs: nowMs() }
  const { cpuMs, atMs } = lastReading
  lastReading = reading
  const memoryBytes = process.memoryUsage.rss()
  return { fromMs: atMs, untilMs: reading.atMs, cpuMs: reading.cpuMs - cpuMs, memoryBytes }
}
