/** Lesson: clients and a server that do not wait for each other, and what it has to remember. */

import { Dealer, Router } from 'zeromq'
import { textOf } from '../wire/envelope.js'
import { lesson as asLesson } from './lesson.js'
import type { Stage } from './stage.js'
import { inWords, table } from './table.js'

export const lesson = asLesson({ clients: 3, workers: 5 }, [
  {
    text: `
      Clients with DEALER sockets send to the ROUTER of a server. Inside, a proxy deals the requests
      to workers, DEALER to DEALER. "n" asks for n replies: each client sends "0", "1", "2" and "3",
      one after the other, and waits for nothing. A client sends one frame, as there is no REQ here,
      and no delimiter.`,
    ask: 'How many frames does a worker get?',
    choices: ['one', 'two', 'three'],
    answer: 'two',
    because: `
      ROUTER puts the identity of the client in front; DEALER and DEALER pass on what they are
      given. The worker puts that frame in front of each of its replies, and ROUTER finds the client
      by it. From the worker to the proxy there is only one way, so nothing else need be routed. REP
      would take a request and give one reply, in turn. Here a request may have none, or many, and
      more requests may come in between.`,
    async run(stage) {
      const { clients, workers } = stage.varied
      const server = await openServer(stage, workers)
      const wire = await stage.tap(server.endpoint)
      const replies = await Promise.all(
        Array.from({ length: clients }, (_, index) =>
          askForReplies(stage, wire.endpoint, `CLIENT${index + 1}`),
        ),
      )

      const names = ['identity of the client', 'body']
      const [task = [], reply = []] = [server.tasks[0], server.replies[0]]
      stage.frames('what a worker gets', task, names)
      stage.frames('what the proxy reads from a worker', reply, names)
      const hops = [
        ['the client sends', wire.messages[0]?.frames],
        ['ROUTER hands over', server.requests[0]],
        ['a worker gets', task],
        ['the proxy reads from it', reply],
        ['the client gets', replies[0]?.[0]],
      ] as const
      stage.draw(
        'frames at each hop',
        table(
          ['', 'frames'],
          hops.map(([what, frames]) => [what, frames?.length ?? 0]),
        ),
      )
      const counts = replies.map(one => one.length)
      stage.claim(
        'each client gets no reply to "0", one to "1", two to "2", three to "3"',
        replies.every(one => one.map(String).sort().join() === '1,2,2,3,3,3'),
        `${counts.join(', ')} replies`,
      )
      stage.claim(
        'no more than these replies were sent',
        server.replies.length === 6 * clients,
        `${server.replies.length} replies to ${server.requests.length} requests`,
      )
      return inWords(task.length)
    },
  },
  {
    text: `
      One client, two workers. The client sends "slow", and then "fast". Each goes to a worker of
      its own, as the proxy deals them out in turn. The slow one takes until the fast one is done.`,
    ask: 'Which reply does the client get first?',
    choices: ['that to "slow"', 'that to "fast"', 'none before both are done'],
    answer: 'that to "fast"',
    because: `
      Nobody keeps replies in the order of the requests. So each must say to which request it
      belongs: here it has the text of it; in a protocol, a number that the client chose and the
      server gives back. And the proxy deals blindly, as in the lesson on REQ workers: a third
      request would have gone to the worker that is busy with "slow".`,
    async run(stage) {
      const { endpoint } = await openServer(stage, 2)
      const client = stage.open(new Dealer())
      client.connect(endpoint)
      const received: string[] = []
      await client.send('slow')
      await client.send('fast')
      while (received.length < 2) received.push(textOf((await client.receive())[0]))

      stage.draw(
        'what the client saw',
        table(
          ['sent', 'received'],
          ['slow', 'fast'].map((sent, at) => [sent, received[at] ?? '']),
        ),
      )
      stage.claim(
        'both came',
        [...received].sort().join() === 'fast,slow',
        received.join(', then '),
      )
      return `that to "${received[0]}"`
    },
  },
  {
    text: `
      A server counts the requests of each client, by identity. A client sends three; between them
      its connection breaks, and its socket connects again. It has not set an identity. Then another
      client does the same, which has.`,
    ask: 'What does the server remember of the first?',
    choices: ['one client with three requests', 'three clients with one each', 'nothing'],
    answer: 'three clients with one each',
    because: `
      Each connection got a new name, so each looks like a new client, and nobody will ever use the
      old names again. A server that keeps state must therefore forget: who was not heard for some
      time has gone. Then clients have to say something in time even if they have nothing to ask: a
      heartbeat. And who must find its state again sets an identity of its own, as the second
      client here did.`,
    async run(stage) {
      const unnamed = await breakTwice(stage, new Dealer({ reconnectInterval: 10 }))
      const named = await breakTwice(
        stage,
        new Dealer({ routingId: 'CLIENT', reconnectInterval: 10 }),
      )

      stage.draw(
        'the memory of the server',
        table(
          ['the client', 'states', 'requests in each', 'after it forgot the silent'],
          [
            ['has no identity', unnamed.counts.length, unnamed.counts.join(', '), unnamed.left],
            ['says it is CLIENT', named.counts.length, named.counts.join(', '), named.left],
          ],
        ),
      )
      stage.claim(
        'with an identity of its own it is one client',
        named.counts.join() === '3',
        `states: ${named.counts.length}, with ${named.counts.join(', ')} requests`,
      )
      stage.claim(
        'who forgets the silent ones has one state for one client',
        unnamed.left === 1 && named.left === 1,
        `${unnamed.left} and ${named.left} left after a heartbeat`,
      )
      if (unnamed.counts.length === 0) return 'nothing'
      return unnamed.counts.join() === '1,1,1'
        ? 'three clients with one each'
        : 'one client with three requests'
    },
  },
])

// #region look
/** ROUTER for the clients, DEALER for the workers, and a loop for each direction. */
async function openServer(stage: Stage, workers: number) {
  const [frontend, backend] = [stage.open(new Router()), stage.open(new Dealer())]
  const server = {
    endpoint: await stage.bind(frontend),
    requests: [] as Buffer[][],
    replies: [] as Buffer[][],
    tasks: [] as Buffer[][],
  }
  stage.play(async () => {
    for await (const request of frontend) {
      server.requests.push(request)
      await backend.send(request)
    }
  })
  stage.play(async () => {
    for await (const reply of backend) {
      server.replies.push(reply)
      await frontend.send(reply)
    }
  })

  let connected = 0
  backend.events.on('handshake', () => connected++)
  const inside = await stage.bind(backend)
  for (let nth = 0; nth < workers; nth++) {
    const worker = stage.open(new Dealer())
    worker.connect(inside)
    stage.play(async () => {
      for await (const task of worker) {
        server.tasks.push(task)
        const [client = '', request] = task
        const text = textOf(request)
        if (text === 'slow') await stage.until('the fast one is done', () => has(server, 'fast'))
        // "3" wants three replies, "0" none; other requests want one.
        const wanted = Number.isNaN(Number(text)) ? 1 : Number(text)
        for (let reply = 0; reply < wanted; reply++) await worker.send([client, text])
      }
    })
  }
  await stage.until('all workers are connected', () => connected === workers)
  return server
}
// #endregion

function has({ replies }: { replies: readonly Buffer[][] }, text: string): boolean {
  return replies.some(([, body]) => textOf(body) === text)
}

/** Sends four requests without waiting. @returns the six replies, each with its frames */
async function askForReplies(stage: Stage, endpoint: string, name: string): Promise<Buffer[][]> {
  const client = stage.open(new Dealer({ routingId: name }))
  client.connect(endpoint)
  for (const request of ['0', '1', '2', '3']) await client.send(request)
  const replies: Buffer[][] = []
  while (replies.length < 0 + 1 + 2 + 3) replies.push(await client.receive())
  return replies
}

const SILENT_MS = 50

/** A request on each of three connections, and a heartbeat on the last. */
async function breakTwice(stage: Stage, client: Dealer) {
  const router = stage.open(new Router({ handover: true }))
  const states = new Map<string, { requests: number; heardAt: number }>()
  const hear = async () => {
    const [identity, body] = await router.receive()
    const { requests } = states.get(textOf(identity)) ?? { requests: 0 }
    const isRequest = textOf(body) !== 'heartbeat'
    const heardAt = performance.now()
    states.set(textOf(identity), { requests: requests + (isRequest ? 1 : 0), heardAt })
    return heardAt
  }
  const wire = await stage.tap(await stage.bind(router))
  let connected = 0
  stage.open(client).events.on('handshake', () => connected++)
  client.connect(wire.endpoint)
  for (let nth = 1; nth <= 3; nth++) {
    await stage.until('the client is connected', () => connected === nth)
    await client.send('request')
    await hear()
    if (nth < 3) wire.cut()
  }
  const counts = [...states.values()].map(({ requests }) => requests)

  await stage.pause(SILENT_MS + 10)
  await client.send('heartbeat')
  const now = await hear()
  const left = [...states.values()].filter(({ heardAt }) => now - heardAt < SILENT_MS)
  return { counts, left: left.length }
}
