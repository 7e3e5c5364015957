/** All lessons, in the order of the chapter. Each is loaded only when it is wanted. */

import type { Lesson } from './lesson.js'

export interface Entry {
  readonly name: string
  readonly title: string
  /** What it is about, in some words. */
  readonly line: string
  /** Of the Guide's chapter 3. */
  readonly section: string
  load(): Promise<{ readonly lesson: Lesson }>
}

export const LESSONS: readonly Entry[] = [
  {
    name: 'envelopes',
    title: 'The envelope of a request',
    line: 'what REQ adds, what a proxy pushes, and how the reply finds home',
    section: 'The Request-Reply Mechanisms',
    load: () => import('./envelopes.js'),
  },
  {
    name: 'pairs',
    title: 'Pairs of sockets',
    line: 'which socket may talk to which, and what the others do: all ten pairs tried',
    section: 'Request-Reply Combinations',
    load: () => import('./pairs.js'),
  },
  {
    name: 'identity',
    title: 'Identities',
    line: 'under which name ROUTER knows a connection, who chooses it, and two of one name',
    section: 'Identities and Addresses',
    load: () => import('./identity.js'),
  },
  {
    name: 'mandatory',
    title: 'What ROUTER cannot send',
    line: 'messages dropped in silence, the option that tells of it, and what it cannot tell',
    section: 'ROUTER Error Handling',
    load: () => import('./mandatory.js'),
  },
  {
    name: 'rtreq',
    title: 'ROUTER and REQ workers',
    line: 'tasks for those who are ready, and why that beats taking turns',
    section: 'ROUTER Broker and REQ Workers',
    load: () => import('./rtreq.js'),
  },
  {
    name: 'rtdealer',
    title: 'ROUTER and DEALER workers',
    line: 'who makes the delimiter now, what happens without it, and two tasks at once',
    section: 'ROUTER Broker and DEALER Workers',
    load: () => import('./rtdealer.js'),
  },
  {
    name: 'lbbroker',
    title: 'A load-balancing broker',
    line: 'clients and workers: frames at each hop, who is next, and where requests wait',
    section: 'A Load Balancing Message Broker',
    load: () => import('./lbbroker.js'),
  },
  {
    name: 'lbbroker2',
    title: 'The broker with messages that know themselves',
    line: 'wrap, unwrap, pop: what a small message class saves, with the same frames',
    section: 'A High-Level API for ZeroMQ',
    load: () => import('./lbbroker2.js'),
  },
  {
    name: 'lbbroker3',
    title: 'The broker in a reactor',
    line: 'handlers and timers on one loop, a reader that is switched off, and an end in order',
    section: 'The CZMQ High-Level API',
    load: () => import('./lbbroker3.js'),
  },
  {
    name: 'asyncsrv',
    title: 'An asynchronous server',
    line: 'any number of replies to a request, replies that overtake, and state that is left',
    section: 'The Asynchronous Client/Server Pattern',
    load: () => import('./asyncsrv.js'),
  },
  {
    name: 'ideas',
    title: 'Many clusters: the ideas',
    line: 'workers at both brokers, brokers that talk, and what a super-broker costs',
    section: 'Scaling to Multiple Clusters',
    load: () => import('./ideas.js'),
  },
  {
    name: 'federation',
    title: 'Federation or peering',
    line: 'why a broker that plays a worker does one task at a time',
    section: 'Federation Versus Peering',
    load: () => import('./federation.js'),
  },
  {
    name: 'six-sockets',
    title: 'The naming ceremony',
    line: 'six sockets: what binds, what connects, and what arrives where',
    section: 'The Naming Ceremony',
    load: () => import('./six-sockets.js'),
  },
  {
    name: 'peering1',
    title: 'The state flow',
    line: 'who joins late, how often brokers speak, and what one hears who listens too slowly',
    section: 'Prototyping the State Flow',
    load: () => import('./peering1.js'),
  },
  {
    name: 'peering2',
    title: 'The local flow and the cloud flow',
    line: 'a task travels to a peer, and each frame is pushed and popped',
    section: 'Prototyping the Local and Cloud Flows',
    load: () => import('./peering2.js'),
  },
  {
    name: 'peering3',
    title: 'The whole cloud',
    line: 'three clusters as real processes: one borrows, and one is killed',
    section: 'Putting it All Together',
    load: () => import('./peering3.js'),
  },
  {
    name: 'failures',
    title: 'What goes wrong in a cloud',
    line: 'a dead peer, one number for all peers, a blind choice; and what mends each',
    section: 'Prototyping the Local and Cloud Flows',
    load: () => import('./failures.js'),
  },
  {
    name: 'herd',
    title: 'Old news',
    line: 'capacity that was true when it was told, and brokers that all run the same way',
    section: 'Prototyping the State Flow',
    load: () => import('./herd.js'),
  },
]
