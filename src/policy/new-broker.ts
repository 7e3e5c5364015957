/** A broker that can also be told a policy of a file. */

import { Broker } from '../broker/broker.js'
import type { BrokerOptions, BrokerPorts } from '../broker/contract.js'
import { runPolicy } from './run.js'

export function newBroker(options: BrokerOptions, ports: BrokerPorts): Broker {
  return new Broker(options, ports, runPolicy)
}
