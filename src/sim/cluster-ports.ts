/** What the machines of a cluster can do to its nets. */

import type { BrokerOutlet } from '../broker/contract.js'
import type { Ports } from '../wire/machine.js'
import type { BrokerEndpoint, CloudNet } from './cloud-net.js'
import type { LocalNet } from './local-net.js'

/** The part of its ports by which a machine reaches others. */
export type Reach<Outlet extends string> = Pick<Ports<Outlet>, 'send' | 'reopen'>

export interface ClusterPorts {
  readonly broker: Reach<BrokerOutlet>
  readonly clients: Reach<string>
  readonly workers: Reach<string>
}

export function clusterPorts(
  station: BrokerEndpoint,
  local: LocalNet,
  net: CloudNet,
): ClusterPorts {
  const reopen = (name: string) => local.reopen(name)
  return {
    broker: brokerPorts(station, local, net),
    clients: { reopen, send: (name, message) => local.fromClient(name, message) },
    workers: { reopen, send: (name, message) => local.fromWorker(name, message) },
  }
}

function brokerPorts(station: BrokerEndpoint, local: LocalNet, net: CloudNet): Reach<BrokerOutlet> {
  return {
    reopen(outlet, peer) {
      if (outlet === 'cloudbe' && peer !== undefined) net.reopen(station, peer)
    },
    send(outlet, message) {
      switch (outlet) {
        case 'localfe':
        case 'localbe':
          return local.fromBroker(outlet, message)
        case 'cloudbe':
          return net.delegate(station, message)
        case 'cloudfe':
          return net.reply(station, message)
        case 'statebe':
          local.publish(message)
          return net.publish(station, message)
      }
    },
  }
}
