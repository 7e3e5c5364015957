/** A thread of clients, of one load: each has a REQ socket of its own, or all are behind one. */

import { randomStream } from '../base/random.js'
import type { Millis } from '../base/time.js'
import { type ClientFact, Clients } from '../client/client.js'
import { ClientMultiplexer, MULTIPLEXED } from '../client/multiplexer.js'
import type { Fact } from '../report/counts.js'
import { MetricCollector } from '../report/metric-collector.js'
import { loadAfter } from '../scenario/plan.js'
import { MachineProbe } from '../trace/machine-probe.js'
import type { Ports } from '../wire/machine.js'
import { sharedClientName } from '../wire/names.js'
import { nowMs } from './clock.js'
import { Driver } from './driver.js'
import { localEndpoint, monitorSocket, requestSocket, sharedSocket } from './sockets.js'
import type { ClientRole, Host, ThreadRole } from './thread-protocol.js'
import { attachTraceWriter } from './trace-file-writer.js'

export function clientRole(data: ThreadRole & { role: 'clients' }, host: Host): ClientRole {
  const { plan, names, number, load, share, phase } = data
  const tally = new MetricCollector(plan.self, (): Millis => driver.now)
  const monitor = monitorSocket(plan)
  const isShared = load.sockets === 'shared'
  const driver = new Driver<Fact>({
    sockets: new Map(),
    random: randomStream(plan.seed, sharedClientName(plan.self, number)),
    isCrowded: isShared,
    isTextOnly: plan.local === 'inproc',
    onReopen(name) {
      if (driver.closeSocket(name)) open(name)
    },
    onFact(fact, about, value) {
      tally.note(fact, about, value)
      // Like the Guide's clients, ours cry when a task is lost.
      if (fact === 'lost') monitor.send(`lost task ${about}`).catch(() => {})
    },
    onError: host.fail,
  })
  const watch = new MachineProbe(nowMs())
  const part = attachTraceWriter(watch, plan)
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
      for (const name of isShared ? [MULTIPLEXED] : names) open(name)
    },
    begin(startMs, originMs) {
      const part = { names, share, phase, startedAt: startMs, life: plan.life }
      const options = { ...loadAfter(load, startMs - originMs), ...part }
      const make = (ports: Ports<string, ClientFact>) => {
        clients = new Clients(options, watch.ports(ports))
        return watch.machine(clients)
      }
      driver.run(isShared ? new ClientMultiplexer(driver.ports, make) : make(driver.ports), startMs)
    },
    cease: () => clients?.stopLoad(),
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
