/** A thread of workers, each with a REQ socket; some may end of a fault, and come back later. */

import { scaled } from '../base/distribution.js'
import { randomStream } from '../base/random.js'
import type { Millis } from '../base/time.js'
import type { Fact } from '../report/counts.js'
import { Tally } from '../report/tally.js'
import { Watch } from '../trace/watch.js'
import { WorkerPool } from '../worker/worker.js'
import { nowMs } from './clock.js'
import { Driver } from './driver.js'
import type { Host, WorkerRole } from './role.js'
import { localEndpoint, requestSocket } from './sockets.js'
import type { ThreadRole } from './thread-roles.js'
import { writeDown } from './trace-part.js'

export function workerRole(data: ThreadRole & { role: 'workers' }, host: Host): WorkerRole {
  const { plan, names, number } = data
  const tally = new Tally(plan.self, (): Millis => driver.now)
  const away = new Set(plan.away)
  let slowness = 1
  const driver = new Driver<Fact>({
    sockets: new Map(),
    random: randomStream(plan.seed, `${plan.self}-workers-${number}`),
    isCrowded: false,
    isTextOnly: plan.local === 'inproc',
    onFact: tally.note,
    onDropped: socket => tally.note('malformed', socket, 1),
    onError: host.fail,
  })
  const pace = {
    get names() {
      return names.filter(name => !away.has(name))
    },
    get service() {
      return scaled(plan.service, slowness)
    },
  }
  const watch = new Watch(nowMs())
  const part = writeDown(watch, plan)
  const workers = new WorkerPool(pace, watch.ports(driver.ports))
  const open = (name: string) =>
    driver.open(name, requestSocket(name, localEndpoint(plan, 'localbe'), false))
  return {
    connect() {
      for (const name of pace.names) open(name)
      driver.run(watch.machine(workers))
    },
    begin() {},
    kill(victims) {
      watch.at(nowMs())
      for (const name of victims) {
        away.add(name)
        if (driver.shut(name)) workers.dismiss(name)
      }
    },
    hire(wanted) {
      watch.at(nowMs())
      for (const name of wanted) {
        if (!away.delete(name) || !names.includes(name)) continue
        open(name)
        workers.hire(name)
      }
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
