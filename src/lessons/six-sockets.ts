/** Lesson: the naming ceremony: three flows, two directions, and who binds, connects and speaks. */

import { readdirSync } from 'node:fs'
import type { MessageEvent } from '../trace/trace.js'
import { lesson as asLesson } from './lesson.js'
import { Town } from './real-broker.js'
import { inWords, table } from './table.js'

export const lesson = asLesson({}, [
  {
    text: `
      A broker has to do with its clients and workers, with the tasks of other brokers, and with
      what they tell of themselves. That makes three flows: local, cloud and state. Each has a
      frontend, where something comes in, and a backend, by which it is passed on. Three times two
      is six sockets: localfe, localbe, cloudfe, cloudbe, statefe, statebe.

      We start a real broker, DC1, which has not connected to anybody yet. A socket that binds over
      ipc makes a file, so that we can see which do.`,
    ask: 'How many of the six sockets bind?',
    choices: ['two', 'three', 'four', 'six'],
    answer: 'four',
    because: `
      Who is looked for binds; who looks connects. Clients and workers look for their broker:
      localfe and localbe bind. For peers, each side looks: cloudbe connects to the cloudfe of every
      peer, to give it tasks, and statefe to the statebe of every peer, to hear its state. So of the
      cloud flow it is the frontend that binds, and of the state flow the backend.

      The file names say only "cloud" and "state": just one socket of each pair can be looked for.`,
    async run(stage) {
      // #region look
      const town = await Town.open(stage)
      await town.broker('DC1', ['DC2', 'DC3'])
      const files = readdirSync(town.dir)
      // #endregion

      stage.draw('the six sockets of DC1', [
        '    clients      cloudbe of     statebe of',
        '                 DC2 and DC3    DC2 and DC3',
        '       │              │              ▲',
        '  ask  │        tasks │              │ listen to',
        '       ▼              ▼              │',
        ' ┌───────────┬───────────────┬──────────────┐',
        ' │  localfe  │    cloudfe    │   statefe    │',
        ' │  ROUTER   │    ROUTER     │   SUB        │',
        ' │  binds    │    binds      │   connects   │',
        ' ├───────────┴───────────────┴──────────────┤',
        ' │                broker DC1                │',
        ' ├───────────┬───────────────┬──────────────┤',
        ' │  binds    │    connects   │   binds      │',
        ' │  ROUTER   │    ROUTER     │   XPUB       │',
        ' │  localbe  │    cloudbe    │   statebe    │',
        ' └───────────┴───────────────┴──────────────┘',
        '       ▲              │              │',
        ' READY │        tasks │        state │',
        '       │              ▼              ▼',
        '    workers      cloudfe of     statefe of',
        '                 DC2 and DC3    DC2 and DC3',
      ])
      stage.draw('files in the directory of the cloud', [...files].sort())
      stage.claim(
        'their names are those of the flows',
        ['localfe', 'localbe', 'cloud', 'state'].every(one => files.includes(`DC1-${one}.ipc`)),
        [...files].sort().join(', '),
      )
      return inWords(files.length)
    },
  },
  {
    text: `
      Two real brokers. DC1 has a client and no worker; DC2 has a worker and no client. The client
      asks DC1. We write down which sockets the task and its answer pass.`,
    ask: 'At which socket of DC1 does the answer arrive that comes from DC2?',
    choices: ['localbe', 'cloudfe', 'cloudbe', 'localfe'],
    answer: 'cloudbe',
    because: `
      A request goes out by a backend, and its answer comes back there; a request comes in at a
      frontend, and its answer leaves there. So at cloudbe there are only answers from peers, and at
      cloudfe only requests of peers: no frame has to say which of the two it is. With one socket
      for both, one would have to look into each message.`,
    async run(stage) {
      // #region look
      const town = await Town.open(stage)
      const [one, two] = await town.pair()
      town.worker('DC2-w0001', two)
      await stage.until('DC1 has heard of the worker', () =>
        town.at('DC1', 'statefe', 'in').some(({ frames }) => frames[1] === '1'),
      )

      const answer = await town.ask('DC1-c0001', one)
      // #endregion

      const hops = town.messages.filter(({ frames }) => String(frames.at(-1)).includes('c0001#1'))
      stage.draw('the sockets that the task passes, and its answer', hopLines(hops))
      stage.claim(
        'the client has an answer, and it does not see from where',
        answer === 'DC1-c0001#1@DC2-w0001',
        `"${answer}": only the name that the worker has signed tells it`,
      )
      stage.claim(
        'it passes eight sockets, each once',
        hops.length === 8 &&
          new Set(hops.map(hop => `${hop.at} ${hop.socket} ${hop.dir}`)).size === 8,
        `${hops.length} times a message went in or out`,
      )
      return (
        hops.find(({ at, socket, dir }) => at === 'DC1' && dir === 'in' && isCloud(socket))
          ?.socket ?? 'none'
      )
    },
  },
  {
    text: `
      The same two brokers, and no task at all. DC2 gets a worker. One socket is left that we have
      not seen anything arrive at: statebe, by which a broker tells its capacity.`,
    ask: 'What arrives at statebe?',
    choices: ['nothing: it only tells', 'the capacity of peers', 'subscriptions'],
    answer: 'subscriptions',
    because: `
      Even publishing has a way back: who listens must say so. PUB takes that in and keeps it to
      itself; our statebe is an XPUB, which shows it to the broker. So the broker knows when
      somebody new begins to listen, and tells it the state at once. To all others the two
      kinds of socket are the same.`,
    async run(stage) {
      const town = await Town.open(stage)
      const [, two] = await town.pair()
      town.worker('DC2-w0001', two)
      await stage.until('DC1 has heard of the worker', () =>
        town.at('DC1', 'statefe', 'in').some(({ frames }) => frames[1] === '1'),
      )

      const states = town.messages.filter(({ socket }) => socket.startsWith('state'))
      const rows = states.map(({ at, socket, dir, frames }) => [
        at,
        socket,
        dir,
        frames.map(frame => (typeof frame === 'string' ? frame : `0x${frame.hex}`)).join(' | '),
      ])
      stage.draw(
        'what passed the sockets of the state flow',
        table(['at', 'socket', '', 'frames'], rows),
      )
      const words = town.at('DC1', 'statefe', 'in').map(({ frames }) => frames[1])
      stage.claim(
        'capacity arrives at the statefe of the other',
        words.at(-1) === '1',
        `at DC1 there came, one after the other: ${words.join(', ')}`,
      )
      const heard = town.at('DC2', 'statebe', 'in')
      const isSubscription = heard.every(({ frames: [first] }) =>
        typeof first === 'object' ? first.hex.startsWith('01') : false,
      )
      return heard.length > 0 && isSubscription ? 'subscriptions' : 'nothing: it only tells'
    },
  },
])

function isCloud(socket: string): boolean {
  return socket.startsWith('cloud')
}

/** `DC1  localfe  takes in`. */
function hopLines(hops: readonly MessageEvent[]): string[] {
  const rows = hops.map(({ at, socket, dir }, index) => [
    index + 1,
    at,
    socket,
    dir === 'in' ? '◄── comes in' : '──► goes out',
    index < hops.length / 2 ? 'task' : 'answer',
  ])
  return table(['', 'broker', 'socket', '', ''], rows)
}
