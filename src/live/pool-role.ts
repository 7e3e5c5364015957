/** A thread of clients, or of workers: one REQ socket each, and one machine for them all. */

import { randomStream } from '../base/random.js'
import { Clients } from '../client/client.js'
import { type Fact, Tally } from '../report/tally.js'
import { WorkerPool } from '../worker/worker.js'
import { Driver, type Socket } from './driver.js'
import type { Host, Role } from './role.js'
import { localEndpoint, monitorSocket, requestSocket } from './sockets.js'
import type { ThreadRole } from './thread-roles.js'

type PoolData = Exclude<ThreadRole, { role: 'broker' }>

export function poolRole(data: PoolData, host: Host): Role {
  const { role, plan, names } = data
  const tally = new Tally(plan.self)
  const sockets = new Map<string, Socket>()
  const monitor = monitorSocket(plan)
  const driver = new Driver<Fact>({
    sockets,
    random: randomStream(plan.seed, `${plan.self}-${role}-${data.number}`),
    isCrowded: false,
    isTextOnly: plan.local === 'inproc',
    onFact(fact, about, value) {
      tally.note(fact, about, value)
      // Like the Guide's clients, ours cry when a task is lost.
      if (fact === 'lost') monitor.send(`lost task ${about}`).catch(() => {})
    },
    onDropped: socket => tally.note('malformed', socket, 1),
    onError: host.fail,
  })
  const isClients = role === 'clients'
  const machine = isClients
    ? new Clients({ ...plan, names, ...partOf(data) }, driver.ports)
    : new WorkerPool({ ...plan, names }, driver.ports)
  return {
    connect() {
      const endpoint = localEndpoint(plan, isClients ? 'localfe' : 'localbe')
      for (const name of names) sockets.set(name, requestSocket(name, endpoint, isClients))
      if (!isClients) driver.run(machine)
    },
    begin: () => driver.run(machine),
    report() {
      const counts = tally.take()
      return machine instanceof Clients ? { counts, inFlight: machine.inFlight } : { counts }
    },
    close() {
      monitor.close()
      return driver.close()
    },
  }
}

/** The part of the whole load that falls to one thread of clients. */
function partOf({ plan, names, number }: PoolData): { share: number; phase: number } {
  const share = names.length / plan.clients
  return { share, phase: (number - 1) * share }
}
