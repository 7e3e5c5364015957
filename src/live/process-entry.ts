/** The process of one cluster: obeys the process that started it, and ends with it. */

import { nowMs } from './clock.js'
import { Cluster } from './cluster.js'
import { guardThisProcess } from './memory-guard.js'
import { obey, sayRefused, say as sayWord } from './obedience.js'
import type { ProcessOrder, ProcessWord } from './process-messages.js'
import type { ClusterListener } from './running.js'

const abort = new AbortController()
let cluster: Promise<Cluster> | undefined
/** What was used until the last report, and when that was. */
let lastReading = { cpuMs: 0, atMs: nowMs() }

const say = sayWord<ProcessWord>

obey<ProcessOrder>(order => {
  switch (order.order) {
    case 'start':
      process.title = `peering ${order.plan.self}`
      start(order)
      break
    case 'report':
    case 'halt':
      report(order.order)
      break
    case 'begin':
      tell(running => running.begin(order.startMs, order.originMs))
      break
    case 'load':
      tell(running => running.addLoad(order.load, order.originMs))
      break
    case 'cease':
      tell(running => running.cease())
      break
    case 'ways':
      tell(async running => {
        const ways = await running.ways(order.tasks)
        if (ways) say({ word: 'ways', ways })
      })
      break
    case 'kill-workers':
      tell(running => running.killWorkers(order.names))
      break
    case 'restart-workers':
      tell(running => running.restartWorkers(order.names))
      break
    case 'slow':
      tell(running => running.slowDown(order.factor))
      break
  }
}, stop)

function start({ plan }: ProcessOrder & { order: 'start' }): void {
  guardThisProcess()
  const listener: ClusterListener = {
    onClaimed: () => say({ word: 'claimed' }),
    onEvent: event => say({ word: 'event', event }),
    onFailure(reason, isUsage) {
      say({ word: 'failed', reason, isUsage })
      stop()
    },
  }
  cluster = Cluster.start(plan, listener, abort.signal)
  cluster.then(
    () => say({ word: 'started' }),
    error => {
      sayRefused(error)
      if (process.connected) process.disconnect()
    },
  )
}

/** What is told to a cluster that could not start is told to nobody. */
function tell(what: (running: Cluster) => void): void {
  cluster?.then(what, () => {})
}

async function report(kind: 'report' | 'halt'): Promise<void> {
  const running = await cluster?.catch(() => undefined)
  if (!running) return
  const report = await running[kind]()
  const { user, system } = process.cpuUsage()
  const reading = { cpuMs: (user + system) / 1000, atMs: nowMs() }
  const use = {
    fromMs: lastReading.atMs,
    untilMs: reading.atMs,
    cpuMs: reading.cpuMs - lastReading.cpuMs,
    memoryBytes: process.memoryUsage.rss(),
  }
  lastReading = reading
  say({ word: 'report', report: { ...report, process: use } })
}

async function stop(): Promise<void> {
  abort.abort()
  const running = await cluster?.catch(() => undefined)
  cluster = undefined
  const counts = await running?.stop()
  if (counts) await say({ word: 'stopped', counts })
  if (process.connected) process.disconnect()
}
