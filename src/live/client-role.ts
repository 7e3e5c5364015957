/** A thread of clients, of one load: each has a REQ socket of its own, or all are behind one. */

import { randomStream } from '../base/random.js'
import type { Millis } from '../base/time.js'
import { type ClientFact, Clients } from '../client/client.js'
import { SHARED, Shared } from '../client/shared.js'
import type { Fact } from '../report/counts.js'
import { Tally } from '../report/tally.js'
import { loadAfter } from '../scenario/plan.js'
import { Watch } from '../trace/watch.js'
import type { Ports } from '../wire/machine.js'
import { sharedClientName } from '../wire/names.js'
import { nowMs } from './clock.js'
import { Driver } from './driver.js'
import type { ClientRole, Host, ThreadRole } from './role.js'
import { localEndpoint, monitorSocket, requestSocket, sharedSocket } from './sockets.js'
import { writeDown } from './trace-part.js'

export function clientRole(data: ThreadRole & { role: 'clients' }, host: Host): ClientRole {
  const { plan, names, number, load, share, phase } = data
  const tally = new Tally(plan.self, (): Millis => driver.now)
  const monitor = monitorSocket(plan)
  const isShared = load.sockets === 'shared'
  const driver = new Driver<Fact>({
    sockets: new Map(),
    random: randomStream(plan.seed, sharedClientName(plan.self, number)),
    isCrowded: isShared,
    isTextOnly: plan.local === 'inproc',
    onReopen(name) {
      if (driver.shut(name)) open(name)
    },
    onFact(fact, about, value) {
      tally.note(fact, about, value)
      // Like the Guide's clients, ours cry when a task is lost.
      if (fact === 'lost') monitor.send(`lost task ${about}`).catch(() => {})
    },
    onError: host.fail,
  })
  const watch = new Watch(nowMs())
  const part = writeDown(watch, plan)
  const endpoint = localEndpoint(plan, 'localfe')
  const open = (name: string) => {
    const socketName = sharedClientName(plan.self, number)
    const socket = isShared
      ? sharedSocket(socketName, endpoint)
      : requestSocket(name, endpoint, true)
    driver.open(name, socket)
  }
  let clients: Clients | undefined
  return {
    connect() {
      for (const name of isShared ? [SHARED] : names) open(name)
    },
    begin(startMs, originMs) {
      const part = { names, share, phase, startedAt: startMs, life: plan.life }
      const options = { ...loadAfter(load, startMs - originMs), ...part }
      const make = (ports: Ports<string, ClientFact>) => {
        clients = new Clients(options, watch.ports(ports))
        return watch.machine(clients)
      }
      driver.run(isShared ? new Shared(driver.ports, make) : make(driver.ports), startMs)
    },
    cease: () => clients?.cease(),
    report: () => ({
      counts: tally.take(),
      inFlight: clients?.inFlight ?? 0,
      overdue: clients?.overdue(nowMs()) ?? 0,
    }),
    close() {
      monitor.close()
      const lingerMs = driver.close()
      part?.close()
      return lingerMs
    },
  }
}
