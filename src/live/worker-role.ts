/**
 * A thread of workers: each has a REQ socket of its own, or all are behind one. Some may end of a
 * fault, and come back later.
 */

import { scaled } from '../base/distribution.js'
import { randomStream } from '../base/random.js'
import type { Millis } from '../base/time.js'
import type { Fact } from '../report/counts.js'
import { MetricCollector } from '../report/metric-collector.js'
import { MachineProbe } from '../trace/machine-probe.js'
import { endpointOf } from '../wire/endpoints.js'
import type { Ports } from '../wire/machine.js'
import { SHARED_WORKERS, SharedWorkers } from '../worker/shared-workers.js'
import { STATE, type WorkerFact, WorkerPool } from '../worker/worker.js'
import { nowMs } from './clock.js'
import { Driver } from './driver.js'
import { localEndpoint, requestSocket, sharedSocket, stateSocket } from './sockets.js'
import type { Host, ThreadRole, WorkerRole } from './thread-protocol.js'
import { attachTraceWriter } from './trace-file-writer.js'

export function workerRole(data: ThreadRole & { role: 'workers' }, host: Host): WorkerRole {
  const { plan, names, number } = data
  const tally = new MetricCollector(plan.self, (): Millis => driver.now)
  const away = new Set(plan.away)
  const isShared = plan.workerSockets === 'shared'
  let slowness = 1
  const driver = new Driver<Fact>({
    sockets: new Map(),
    random: randomStream(plan.seed, `${plan.self}-workers-${number}`),
    isCrowded: isShared,
    isTextOnly: plan.local === 'inproc',
    onReopen(name) {
      if (driver.closeSocket(name)) open(name)
    },
    onFact: tally.note,
    onError: host.fail,
  })
  const pace = {
    isShared,
    get names() {
      return names.filter(name => !away.has(name))
    },
    get service() {
      return scaled(plan.service, slowness)
    },
  }
  const watch = new MachineProbe(nowMs())
  const part = attachTraceWriter(watch, plan)
  const endpoint = localEndpoint(plan, 'localbe')
  let workers: WorkerPool | undefined
  const make = (ports: Ports<string, WorkerFact>) => {
    workers = new WorkerPool(pace, watch.ports(ports))
    return watch.machine(workers)
  }
  const shared = isShared ? new SharedWorkers(names, driver.ports, make) : undefined
  const machine = shared ?? make(driver.ports)
  const open = (name: string) => {
    const socketName = `${plan.self}-workers-${number}`
    const socket = shared
      ? sharedSocket(socketName, endpoint)
      : requestSocket(name, endpoint, false)
    driver.open(name, socket)
  }
  return {
    connect() {
      for (const name of shared ? [SHARED_WORKERS] : pace.names) open(name)
      driver.open(STATE, stateSocket(endpointOf(plan, plan.self, 'state')), plan.self)
      driver.run(machine)
    },
    kill(victims) {
      for (const name of victims) away.add(name)
      driver.befall(now => {
        watch.at(now)
        for (const name of victims) {
          if (shared ? shared.leave(name) : driver.closeSocket(name)) workers?.stopWorker(name)
        }
      })
    },
    hire(wanted) {
      const back = wanted.filter(name => names.includes(name) && away.delete(name))
      driver.befall(now => {
        watch.at(now)
        for (const name of back) {
          if (!shared) open(name)
          workers?.startWorker(name, now)
        }
      })
    },
    slowDown(factor) {
      slowness = factor
    },
    report: () => ({ counts: tally.take() }),
    close() {
      const lingerMs = driver.close()
      part?.close()
      return lingerMs
    },
  }
}
