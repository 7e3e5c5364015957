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
    name: 'peering2',
    title: 'The local flow and the cloud flow',
    line: 'a task travels to a peer, and each frame is pushed and popped',
    section: 'Prototyping the Local and Cloud Flows',
    load: () => import('./peering2.js'),
  },
]
