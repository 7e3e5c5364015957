/** Lesson: under which name a ROUTER knows a connection, and who chooses it. */

import { Dealer, Request, Router } from 'zeromq'
import { textOf } from '../wire/envelope.js'
import { lesson as asLesson } from './lesson.js'
import type { Stage } from './stage.js'
import { inWords, table } from './table.js'

export const lesson = asLesson({}, [
  {
    text: `
      Two REQ sockets connect to a ROUTER, and say "Hello". One of them was given the identity
      "PEER2" before it connected. The other was given none.`,
    ask: 'What stands in front of the message of the one without?',
    choices: ['nothing', 'its address and port', 'five bytes that ROUTER made up'],
    answer: 'five bytes that ROUTER made up',
    because: `
      ROUTER needs a name for every connection, to send something back on it. A peer may propose
      one when it connects; if it does not, ROUTER makes one up: a byte of zero, and a number of
      four bytes. The zero keeps the two apart: no peer should propose a name that begins so. libzmq
      does not forbid it.`,
    async run(stage) {
      // #region look
      const router = stage.open(new Router())
      const endpoint = await stage.bind(router)
      const plain = stage.open(new Request())
      const named = stage.open(new Request({ routingId: 'PEER2' }))

      plain.connect(endpoint)
      await plain.send('Hello')
      const ofPlain = await router.receive()

      named.connect(endpoint)
      await named.send('Hello')
      const ofNamed = await router.receive()
      // #endregion

      const names = ['identity of the connection', 'empty delimiter', 'body']
      stage.frames('of the one without an identity', ofPlain, names)
      stage.frames('of the one that is called PEER2', ofNamed, names)
      stage.claim(
        'the name that was proposed is taken as it is',
        textOf(ofNamed[0]) === 'PEER2',
        `"${textOf(ofNamed[0])}", of ${ofNamed[0]?.length} bytes`,
      )
      stage.claim(
        'a name that was made up begins with a zero',
        ofPlain[0]?.[0] === 0,
        `the first byte is ${ofPlain[0]?.[0]}`,
      )
      return ofPlain[0]?.length === 5 ? 'five bytes that ROUTER made up' : 'nothing'
    },
  },
  {
    text: `
      A peer says something, its connection breaks, and its socket connects again by itself. So it
      has three connections in turn. We do that with a peer that proposes no identity, and then with
      one that proposes "PEER2". The server keeps a list of the clients it knows, by identity.`,
    ask: 'How many clients are on the list in the end?',
    choices: ['one', 'two', 'four', 'six'],
    answer: 'four',
    because: `
      The name that ROUTER makes up is that of the connection, not of the peer: each of the three
      connections had its own. A peer that proposes its name keeps it. So a server that remembers
      clients by default identities forgets none of them and recognises none: its list grows with
      every reconnect. And as each ROUTER makes up its own names, they mean nothing elsewhere.`,
    async run(stage) {
      const known = new Map<string, string>()
      for (const options of [{}, { routingId: 'PEER2' }]) {
        const router = stage.open(new Router({ handover: true }))
        const peer = stage.open(new Dealer({ ...options, reconnectInterval: 10 }))
        for (const name of await comeBack(stage, router, peer, 3)) {
          known.set(name, options.routingId ?? 'nothing')
        }
      }

      stage.draw(
        'the list of the server',
        table(
          ['identity', 'the peer had proposed'],
          [...known].map(([name, proposed]) => [shown(name), proposed]),
        ),
      )
      const madeUp = [...known.values()].filter(proposed => proposed === 'nothing')
      stage.claim(
        'a new name for each connection, unless the peer proposes one',
        madeUp.length === 3 && known.get('PEER2') === 'PEER2',
        `of 3 connections each: ${madeUp.length} made-up names, and "PEER2"`,
      )
      return inWords(known.size)
    },
  },
  {
    text: `
      By mistake two peers propose the same identity, "SAME". The first is connected; now the second
      comes. Both connections are up, and both peers send.`,
    ask: 'Whom does ROUTER hear?',
    choices: ['only the first', 'only the second', 'both'],
    answer: 'only the first',
    because: `
      A name can lead to one connection only. By default the first one keeps it, and ROUTER does not
      read from the second: no error, on neither side. With the option handover the last one gets
      it, and the first falls silent instead.

      Handover is what a peer wants that comes back before ROUTER has noticed that it had gone. Two
      living peers of one name lose messages either way: names must differ, and ROUTER does not
      see to that.`,
    async run(stage) {
      const without = await twoOfOneName(stage, false)
      const withHandover = await twoOfOneName(stage, true)

      stage.draw(
        'two peers of one identity',
        table(
          ['handover', 'ROUTER hears', 'an answer goes to'],
          [
            ['no', without.heard.join(', '), without.answered],
            ['yes', withHandover.heard.join(', '), withHandover.answered],
          ],
        ),
      )
      stage.claim(
        'with handover the second has taken the name over',
        withHandover.heard.join() === 'second' && withHandover.answered === 'second',
        `ROUTER heard the ${withHandover.heard.join()}, and answered the ${withHandover.answered}`,
      )
      stage.claim(
        'who is heard is answered',
        without.heard.join() === without.answered,
        `ROUTER heard the ${without.heard.join()}, and answered the ${without.answered}`,
      )
      if (without.heard.length > 1) return 'both'
      return `only the ${without.heard[0]}`
    },
  },
])

/** The connection is cut, and the peer comes back. @returns the name that ROUTER had each time */
async function comeBack(stage: Stage, router: Router, peer: Dealer, times: number) {
  const wire = await stage.tap(await stage.bind(router))
  let connected = 0
  peer.events.on('handshake', () => connected++)
  peer.connect(wire.endpoint)
  const names: string[] = []
  while (names.length < times) {
    await stage.until('the peer is connected', () => connected > names.length)
    await peer.send('Hello')
    names.push(textOf((await router.receive())[0]))
    wire.cut()
  }
  return names
}

// #region look
/** Both connect, one after the other. Both send; then ROUTER sends something to their name. */
async function twoOfOneName(stage: Stage, handover: boolean) {
  const router = stage.open(new Router({ handover }))
  const endpoint = await stage.bind(router)
  let connected = 0
  router.events.on('handshake', () => connected++)
  const heard: string[] = []
  const answered: string[] = []
  stage.play(async () => {
    for await (const [, body] of router) heard.push(String(body))
  })

  const peers: Dealer[] = []
  for (const name of ['first', 'second']) {
    const peer = stage.open(new Dealer({ routingId: 'SAME' }))
    peer.connect(endpoint)
    await stage.until(`the ${name} is connected`, () => connected > peers.length)
    peers.push(peer)
    stage.play(async () => {
      for await (const _ of peer) answered.push(name)
    })
  }
  await peers[1]?.send('second')
  await peers[0]?.send('first')
  await stage.until('ROUTER hears one of them', () => heard.length > 0)
  // Time for the other to be heard too.
  await stage.pause(100)
  await router.send(['SAME', 'for you'])
  await stage.until('one of them is answered', () => answered.length > 0)
  return { heard, answered: answered.join() }
}
// #endregion

/** As the Guide shows identities that were made up. */
function shown(name: string): string {
  return name.startsWith('\0') ? `0x${Buffer.from(name, 'latin1').toString('hex')}` : name
}
