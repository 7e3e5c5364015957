/** The machines, for drivers of your own: pure, without sockets, clock or chance. */

export { Broker } from './broker/broker.js'
export type {
  BrokerFact,
  BrokerInlet,
  BrokerOptions,
  BrokerOutlet,
  BrokerPorts,
  BrokerState,
  PeerState,
} from './broker/contract.js'
export { POLICY_NAMES, type PolicyName } from './broker/policy.js'
export type { AskPolicy, PolicyFile, RunPolicy, SparePeer } from './broker/policy-file.js'
export { type ClientFact, type ClientOptions, Clients } from './client/client.js'
export type { Arrivals, Load, LoadOptions } from './client/load.js'
export type { Stage } from './client/ramp.js'
export { type WorkerFact, type WorkerOptions, WorkerPool } from './worker/worker.js'
