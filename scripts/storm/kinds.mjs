/** The kinds of attack: what each is in one line, and which of them the clusters withstand. */

import { garbage, halfOpen, manyConnections } from './attacks/connections.mjs'
import { readyFlood, requestFlood, workerDeaths } from './attacks/floods.mjs'
import { forgedReplies, forgedStates, liars, million } from './attacks/forgeries.mjs'
import { frames, lines } from './attacks/frames.mjs'
import { clientNames, peerNames, workerNames } from './attacks/names.mjs'
import { endless, large, subscriptions, swallowed, topics } from './attacks/sizes.mjs'

/**
 * `--only holding` and the gate's test take those that are not `open`, which says what is wrong with
 * the clusters today. To switch one on, remove that line.
 */
export const KINDS = [
  {
    name: 'frames',
    describe: 'malformed multipart messages on all eight sockets',
    attack: frames,
  },
  {
    name: 'lines',
    describe: 'lines to the monitor, as fast as they go',
    attack: lines,
  },
  {
    name: 'garbage',
    describe: 'connections that are no ZMTP, or break it: greetings, commands, lengths that lie',
    attack: garbage,
  },
  {
    name: 'half-open',
    describe: 'connections that stop within their handshake',
    attack: halfOpen,
  },
  {
    name: 'connections',
    describe: '1,400 idle connections to each cluster, and others that come and go',
    attack: manyConnections,
  },
  {
    name: 'endless',
    describe: 'messages whose last frame never comes',
    attack: endless,
    open: 'the allocator keeps 130 MB of what was freed',
  },
  {
    name: 'large',
    describe: 'frames of 1 to 65 MiB, messages of 50,000 frames',
    attack: large,
    open: 'the allocator keeps 115 to 170 MB of what was freed',
  },
  {
    name: 'swallowed',
    describe: 'a frame with MORE before a subscription that is known already',
    attack: swallowed,
  },
  {
    name: 'subscriptions',
    describe: 'subscriptions of 100 KB each',
    attack: subscriptions,
  },
  {
    name: 'topics',
    describe: '30,000 topics at each cluster',
    attack: topics,
  },
  {
    name: 'worker-names',
    describe: 'connections under the names of workers',
    attack: workerNames,
  },
  {
    name: 'client-names',
    describe: 'connections under the names of clients',
    attack: clientNames,
  },
  {
    name: 'peer-names',
    describe: 'connections under the names of peers',
    attack: peerNames,
  },
  {
    name: 'forged-states',
    describe: "a peer that tells other peers' capacity",
    attack: forgedStates,
  },
  {
    name: 'forged-replies',
    describe: 'a peer that answers what it was not asked',
    attack: forgedReplies,
  },
  {
    name: 'million',
    describe: 'a peer that claims a capacity of a million and drops all tasks',
    attack: million,
  },
  {
    name: 'liars',
    describe: 'workers that answer something else, or twice',
    attack: liars,
  },
  {
    name: 'ready-flood',
    describe: '1,000 workers at each cluster that say READY and nothing more',
    attack: readyFlood,
  },
  {
    name: 'worker-deaths',
    describe: 'workers that take a task and go',
    attack: workerDeaths,
  },
  {
    name: 'request-flood',
    describe: '200 strangers at each cluster with 100 requests each',
    attack: requestFlood,
    open: 'holds alone; with all other kinds at once some clients still send again 10 s later',
  },
]

export const HOLDING = KINDS.filter(({ open }) => !open).map(({ name }) => name)
