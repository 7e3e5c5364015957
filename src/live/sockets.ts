/** The sockets of a cluster, each with the options that its place asks for. */

import {
  context,
  Dealer,
  Pull,
  Push,
  Request,
  Router,
  type SocketOptions,
  Subscriber,
  XPublisher,
} from 'zeromq'
import type { Millis } from '../base/time.js'
import { COUNT_MAX } from '../scenario/fields.js'
import { type ClusterPlan, clientsOf } from '../scenario/plan.js'
import { type Bound, endpointOf, inprocEndpointOf } from '../wire/endpoints.js'
import {
  HELD_BYTES_MAX,
  HELD_SUBSCRIPTION_BYTES_MAX,
  OWN_MARK,
  PEER_MARK,
  SUBSCRIPTION_MARK,
} from '../wire/sizes.js'
import { backlogOf } from './limits.js'

/**
 * Sends settle at once (`sendTimeout: 0`): a message that finds no route comes home rather than
 * hang. What waits in a socket that is replaced is dropped (`linger: 0`): what counts is kept by
 * the machines.
 */
const PROMPT = { sendTimeout: 0, linger: 0 } as const

/**
 * For how long libzmq goes on sending when a cluster ends, or closes what strangers hold. Without
 * it libzmq aborts (`session_base.cpp`, EAGAIN) if a connection ends just then of which it has sent
 * the first frames of a message and not the last.
 */
export const LINGER_MS: Millis = 100

/** A connection that has not said by then what it is, is closed. */
const HANDSHAKE_MS = 5000

/** What reads. What is too long is counted where it is read; libzmq only guards the memory. */
const READING = {
  linger: 0,
  maxMessageSize: HELD_BYTES_MAX,
  receiveHighWaterMark: PEER_MARK,
  handshakeInterval: HANDSHAKE_MS,
} as const

/** What publishes reads only who subscribes. */
const PUBLISHING = {
  ...PROMPT,
  maxMessageSize: HELD_SUBSCRIPTION_BYTES_MAX,
  receiveHighWaterMark: SUBSCRIPTION_MARK,
  handshakeInterval: HANDSHAKE_MS,
} as const

/**
 * `mandatory` brings home what has no route. `handover` gives an identity that connects again its
 * messages; without it a worker that is started again would be ignored.
 */
const ROUTING = { ...PROMPT, ...READING, mandatory: true, handover: true }

/** For a socket with all clients or workers of a thread behind it: one message for each. */
const ROOMY = { sendHighWaterMark: COUNT_MAX, receiveHighWaterMark: COUNT_MAX } as const

/**
 * What a broker sends was asked for, so that all of it has room: clients behind one socket may come
 * at any time. Of what it is sent, the rest waits at the sender, and nothing is lost.
 */
const LOCAL = {
  sendHighWaterMark: COUNT_MAX,
  receiveHighWaterMark: OWN_MARK,
} as const

/** libzmq's own threads: two of them keep up with a broker, its clients and its workers. */
const IO_THREADS = 2

/** Loads can be put on a cluster that runs, and then the number cannot be changed any more. */
const SOCKETS_MIN = 16_384

/** Must come before the first socket of the process; coming again later does nothing. */
export function prepareContext(plan: ClusterPlan): void {
  context.maxSockets = Math.max(SOCKETS_MIN, clientsOf(plan) + plan.workers + 4 * plan.peers.length)
  context.ioThreads = IO_THREADS
  // Sockets close at the end of their thread; the process does not wait for what was forgotten.
  context.blocky = false
}

export interface BrokerSockets {
  readonly localfe: Router
  readonly localbe: Router
  readonly cloudfe: Router
  readonly statebe: XPublisher
  readonly monitor: Pull
  readonly trace: XPublisher
}

/** What a broker binds, not bound yet: four of its six flows, the monitor and the trace. */
export function brokerSockets(plan: ClusterPlan): BrokerSockets {
  const binding = { backlog: backlogOf(plan), linger: LINGER_MS }
  return {
    localfe: new Router({ ...ROUTING, ...LOCAL, ...binding }),
    localbe: new Router({ ...ROUTING, ...LOCAL, ...binding }),
    cloudfe: new Router({ ...ROUTING, ...binding, routingId: plan.self }),
    // Sees each subscription, so that a late joiner is told at once.
    statebe: new XPublisher({ ...PUBLISHING, ...binding, verbosity: 'allSubs' }),
    monitor: new Pull({ ...READING, ...binding }),
    // Tells of the first who wants a topic, and when the last has gone; drops what nobody takes.
    trace: new XPublisher({ ...PUBLISHING, ...binding }),
  }
}

/** Binds what a cluster binds. Only when all is bound may anything be read. */
export async function bindAll(sockets: BrokerSockets, plan: ClusterPlan): Promise<void> {
  await sockets.localfe.bind(localEndpoint(plan, 'localfe'))
  await sockets.localbe.bind(localEndpoint(plan, 'localbe'))
  await sockets.cloudfe.bind(endpointOf(plan, plan.self, 'cloud'))
  await sockets.statebe.bind(endpointOf(plan, plan.self, 'state'))
  await sockets.monitor.bind(endpointOf(plan, plan.self, 'monitor'))
  await sockets.trace.bind(endpointOf(plan, plan.self, 'trace'))
}

/**
 * To one peer's cloudfe, not connected yet. Without `immediate`, which would bounce what is sent to
 * a dead peer: with it libzmq aborts (`fq.cpp`, `!_more`) where a connection ends while a message
 * of several frames is read. The socket is replaced instead when its connection ends.
 */
export function cloudSocket(self: string): Router {
  return new Router({ ...ROUTING, routingId: self })
}

/**
 * To the state of one cluster. It takes all that is published there: what is said in the name of
 * another is for the driver to count.
 */
export function stateSocket(endpoint: string): Subscriber {
  const socket = new Subscriber(READING)
  socket.subscribe()
  socket.connect(endpoint)
  return socket
}

/** A client or a worker. */
export function requestSocket(name: string, endpoint: string, mayRetry: boolean): Request {
  // A client that sends again wants only the last answer: `correlate` drops the others.
  const socket = new Request({
    ...PROMPT,
    ...READING,
    receiveHighWaterMark: OWN_MARK,
    routingId: name,
    relaxed: mayRetry,
    correlate: mayRetry,
  } satisfies SocketOptions<Request>)
  socket.connect(endpoint)
  return socket
}

/** All clients or workers of a thread. Each has one task at most, which bounds what may queue. */
export function sharedSocket(name: string, endpoint: string): Dealer {
  const socket = new Dealer({ ...PROMPT, ...READING, ...ROOMY, routingId: name })
  socket.connect(endpoint)
  return socket
}

/** A thread's way to say something to whoever watches the cluster. */
export function monitorSocket(plan: ClusterPlan): Push {
  const socket = new Push({ ...PROMPT })
  socket.connect(endpointOf(plan, plan.self, 'monitor'))
  return socket
}

/** The local flow may stay inside the process. */
export function localEndpoint(plan: ClusterPlan, socket: Bound & ('localfe' | 'localbe')): string {
  return plan.local === 'inproc'
    ? inprocEndpointOf(plan.self, socket)
    : endpointOf(plan, plan.self, socket)
}
