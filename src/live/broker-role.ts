/** The thread of a broker: its sockets, and the machine between them. */

import { randomStream } from '../base/random.js'
import type { Millis } from '../base/time.js'
import { newBroker } from '../policy/new-broker.js'
import type { Fact } from '../report/counts.js'
import { MetricCollector } from '../report/metric-collector.js'
import { type ClusterPlan, workersAtStart } from '../scenario/plan.js'
import { HopLog } from '../trace/hop-log.js'
import { MachineProbe } from '../trace/machine-probe.js'
import { nowMs } from './clock.js'
import { Driver } from './driver.js'
import type { Socket } from './lines.js'
import { guardMemory } from './memory-guard.js'
import { readMonitor } from './monitor.js'
import { PeerSockets } from './peer-sockets.js'
import { bindAll, brokerSockets } from './sockets.js'
import type { BrokerRole, Host } from './thread-protocol.js'
import { attachTraceWriter } from './trace-file-writer.js'
import { TraceSocket } from './trace-socket.js'

export async function brokerRole(plan: ClusterPlan, host: Host): Promise<BrokerRole> {
  let bound = brokerSockets(plan)
  await bindAll(bound, plan)
  const tally = new MetricCollector(plan.self, (): Millis => driver.now)
  const flows = () => {
    const { monitor: _, trace: __, ...four } = bound
    return Object.entries<Socket>(four)
  }
  const driver = new Driver<Fact>({
    sockets: new Map(flows()),
    random: randomStream(plan.seed, plan.self),
    isCrowded: true,
    isTextOnly: plan.local === 'inproc',
    onReopen(outlet, peer) {
      if (outlet === 'cloudbe' && peer !== undefined) peers.reopen(peer)
    },
    onFact: listen(plan, tally, host),
    onError: host.fail,
  })
  const peers = new PeerSockets(plan, driver)
  const ways = plan.keepsWays ? new HopLog(plan.self) : undefined
  const watch = new MachineProbe(nowMs())
  if (ways) watch.add(ways)
  const part = attachTraceWriter(watch, plan, plan)
  const broker = newBroker(plan, watch.ports(driver.ports))
  // In figures, its life begins when it begins in the trace.
  const birth = {
    started(now: Millis) {
      tally.life('start', now)
      watch.remove(birth)
    },
  }
  watch.add(birth)
  driver.run(watch.machine(broker))
  const tell = (line: string) => host.event({ event: 'monitor', line })
  const attend = () => {
    const traceSocket = new TraceSocket(bound.trace, watch, plan)
    traceSocket.follow(() => tally.note('malformed', 'trace', 1)).catch(host.fail)
    readMonitor(bound.monitor, tell, () => tally.note('malformed', 'monitor', 1)).catch(host.fail)
    return traceSocket
  }
  let traceSocket = attend()
  let hasEnded = false
  /** Own clients and workers, and peers, connect again by themselves, and send again. */
  const reopen = async () => {
    bound.monitor.close()
    traceSocket.close()
    for (const [name] of flows()) driver.closeSocket(name)
    bound = brokerSockets(plan)
    await bindAll(bound, plan)
    if (hasEnded) return
    for (const [name, socket] of flows()) driver.open(name, socket)
    traceSocket = attend()
  }
  const unguard = guardMemory(plan, line => {
    tell(line)
    reopen().catch(error => hasEnded || host.fail(error))
  })
  return {
    connect: () => peers.connect(),
    report: () => ({ counts: tally.take(), broker: broker.state(nowMs()) }),
    ways: tasks => ways?.of(tasks) ?? {},
    close() {
      hasEnded = true
      unguard()
      peers.close()
      for (const socket of Object.values<Socket>({ ...bound })) socket.close()
      traceSocket.close()
      const lingerMs = driver.close()
      part?.close()
      return lingerMs
    },
  }
}

/** Counts facts, and passes on those that people watch for. */
function listen(plan: ClusterPlan, tally: MetricCollector, host: Host) {
  const wanted = workersAtStart(plan)
  let hired = 0
  return (fact: Fact, about: string, value: number): void => {
    tally.note(fact, about, value)
    switch (fact) {
      case 'ready':
        if (++hired === wanted) host.staffed()
        break
      case 'back':
        host.event({ event: 'peer-up', peer: about, capacity: value })
        break
      case 'closed':
      case 'forgotten':
        host.event({ event: 'peer-gone', peer: about, home: value })
        break
    }
  }
}
