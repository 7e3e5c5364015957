/** Lesson: how a request collects the way back as it goes, and how the reply finds home by it. */

import { Dealer, Reply, Request, Router } from 'zeromq'
import { textOf } from '../wire/envelope.js'
import { lesson as asLesson } from './lesson.js'
import type { Stage } from './stage.js'
import { inWords } from './table.js'

export const lesson = asLesson({}, [
  {
    text: `
      A REQ socket asks, and a REP socket answers, each in turn. Here REQ sends "Hello", and REP
      answers "World". Neither program sees more than that. But we listen to the wire between them,
      where the sockets talk in messages of one or more frames.`,
    ask: 'How many frames does the request have on the wire?',
    choices: ['one', 'two', 'three'],
    answer: 'two',
    because: `
      REQ puts an empty frame in front: the delimiter. What stands before it is the envelope, and
      what stands after it is the body. Here the envelope is empty, as nobody is between the two.
      REP takes all of it off, keeps it, and puts it back in front of the answer.`,
    async run(stage) {
      // #region look
      const rep = stage.open(new Reply())
      const req = stage.open(new Request())
      const wire = await stage.tap(await stage.bind(rep))
      req.connect(wire.endpoint)

      await req.send('Hello')
      const heard = await rep.receive()
      await rep.send('World')
      const answer = await req.receive()
      // #endregion

      const [request, reply] = wire.messages.map(({ frames }) => frames)
      stage.frames('the request, on the wire', request ?? [], ['empty delimiter', 'body'])
      stage.frames('the reply, on the wire', reply ?? [], ['empty delimiter', 'body'])
      stage.claim(
        'the programs see nothing but the bodies',
        heard.join() === 'Hello' && answer.join() === 'World',
        `REP handed over "${heard.join()}", REQ "${answer.join()}"`,
      )
      stage.claim(
        'the delimiter is an empty frame in front',
        request?.[0]?.length === 0 && reply?.[0]?.length === 0,
        `${request?.[0]?.length} bytes, and ${reply?.[0]?.length} bytes`,
      )
      return inWords(request?.length)
    },
  },
  {
    text: `
      Now a proxy stands between them: a ROUTER for the clients, a DEALER for the servers, and a
      loop that passes on whatever it reads. A ROUTER knows each of its connections by a name, the
      identity, and sends to whom it is told to; a DEALER sends to all in turn. The client has said
      that its identity is "ABC".`,
    ask: 'How many frames does the proxy read from its ROUTER?',
    choices: ['two', 'three', 'four'],
    answer: 'three',
    because: `
      ROUTER pushes one frame: the identity of the connection on which the message came. DEALER adds
      nothing, so REP finds an envelope of one address. On the way back ROUTER pops that frame, and
      sends the rest to the connection of that name.`,
    async run(stage) {
      const rep = stage.open(new Reply())
      const wire = await stage.tap(await stage.bind(rep))
      const proxy = await openProxy(stage, wire.endpoint)
      const req = stage.open(new Request({ routingId: 'ABC' }))
      req.connect(proxy.endpoint)

      const answer = await helloWorld(req, rep)

      const names = ['identity of the client', 'empty delimiter', 'body']
      stage.frames('what the proxy reads from its ROUTER', proxy.requests[0] ?? [], names)
      stage.frames('the reply, on the wire to the proxy', wire.messages[1]?.frames ?? [], names)
      stage.claim('the answer comes home', answer === 'World', `REQ handed over "${answer}"`)
      stage.claim(
        'REP sends the whole envelope back as it came',
        firstFrames(wire.messages[0]?.frames) === firstFrames(wire.messages[1]?.frames),
        `${firstFrames(wire.messages[1]?.frames)} in front of both bodies`,
      )
      return inWords(proxy.requests[0]?.length)
    },
  },
  {
    text: `
      Two proxies, one behind the other. The second sees the first as its client; the first has
      said that its identity, as a client, is "PROXY".`,
    ask: 'Which address does the server find first?',
    choices: ['ABC, of the client', 'PROXY, of the first proxy', 'that of the second proxy'],
    answer: 'PROXY, of the first proxy',
    because: `
      The envelope is a stack. Each ROUTER pushes the name of the one that it heard, and pops it
      again on the way back. So the last that was pushed is the first step home, and no proxy has to
      remember anything: the network keeps no state, the message carries it.`,
    async run(stage) {
      const rep = stage.open(new Reply())
      const wire = await stage.tap(await stage.bind(rep))
      const second = await openProxy(stage, wire.endpoint)
      const first = await openProxy(stage, second.endpoint)
      const req = stage.open(new Request({ routingId: 'ABC' }))
      req.connect(first.endpoint)

      const answer = await helloWorld(req, rep)

      const request = wire.messages[0]?.frames ?? []
      const inner = ['identity of the client', 'empty delimiter', 'body']
      stage.frames('what the first proxy reads', first.requests[0] ?? [], inner)
      stage.frames('what the server gets', request, ['identity of the first proxy', ...inner])
      stage.frames('what the second proxy sends home', second.replies[0] ?? [], [
        'identity of the first proxy',
        ...inner,
      ])
      stage.claim('the answer comes home', answer === 'World', `REQ handed over "${answer}"`)
      stage.claim(
        'each proxy pushes one frame more',
        first.requests[0]?.length === 3 && second.requests[0]?.length === 4,
        `${first.requests[0]?.length} frames at the first, then ${second.requests[0]?.length}`,
      )
      return textOf(request[0]) === 'PROXY' ? 'PROXY, of the first proxy' : 'ABC, of the client'
    },
  },
])

// #region look
/** A proxy in front of an endpoint: two sockets, and a loop for each direction. */
export async function openProxy(stage: Stage, endpoint: string) {
  const frontend = stage.open(new Router())
  const backend = stage.open(new Dealer({ routingId: 'PROXY' }))
  backend.connect(endpoint)

  const requests: Buffer[][] = []
  const replies: Buffer[][] = []
  stage.play(async () => {
    for await (const frames of frontend) {
      requests.push(frames)
      await backend.send(frames)
    }
  })
  stage.play(async () => {
    for await (const frames of backend) {
      replies.push(frames)
      await frontend.send(frames)
    }
  })
  return { endpoint: await stage.bind(frontend), frontend, requests, replies }
}
// #endregion

async function helloWorld(req: Request, rep: Reply): Promise<string> {
  await req.send('Hello')
  await rep.receive()
  await rep.send('World')
  return (await req.receive()).join()
}

/** All frames but the body, as text. */
function firstFrames(frames: readonly Uint8Array[] = []): string {
  return frames
    .slice(0, -1)
    .map(frame => `[${textOf(frame)}]`)
    .join('')
}
