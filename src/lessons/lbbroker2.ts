/** Lesson: the same broker with a class for messages: what it saves, with the same frames. */

import { EventEmitter, once } from 'node:events'
import { Request, Router } from 'zeromq'
import { textOf } from '../wire/envelope.js'
import { openProxy } from './envelopes.js'
import { Broker } from './lbbroker.js'
import { lesson as asLesson } from './lesson.js'
import { Message } from './message.js'
import type { Stage } from './stage.js'
import { table } from './table.js'

export const lesson = asLesson({}, [
  {
    text: `
      zeromq.js hands over a message as an array of frames, which is more than libzmq does. Still
      the broker says "the first, not the second, the rest". Here it is written again, with a class
      Message: wrap() puts on an address and a delimiter, unwrap() takes them off, pop() takes off
      one frame. We run both brokers, with the same client and the same worker.`,
    ask: 'What is different on the wire?',
    choices: ['nothing', 'one frame less', 'the delimiters are gone'],
    answer: 'nothing',
    because: `
      The class is only another way to say the same, for those who read the program. Nobody at the
      other end can tell which of the two brokers it talks to, so one can be exchanged for the other
      at any time. An API like this belongs to the language; the frames belong to the protocol.`,
    async run(stage) {
      const one = await helloWorld(stage, (frontend, backend) => new Broker(frontend, backend))
      const two = await helloWorld(
        stage,
        (frontend, backend) => new MessageBroker(frontend, backend),
      )

      const steps = ['reads a request', 'sends a task', 'reads a reply', 'sends it home']
      stage.draw(
        'both brokers, message by message',
        table(
          ['the broker', 'with arrays', 'with Message'],
          steps.map((step, at) => [step, countOf(one, at), countOf(two, at)]),
        ),
      )
      stage.frames('the task that the second one sends', two[1] ?? [], [
        'identity of the worker',
        'empty delimiter',
        'identity of the client',
        'empty delimiter',
        'body',
      ])
      stage.claim(
        'byte for byte the same messages',
        one.length === 4 && hexOf(one) === hexOf(two),
        `${one.length} and ${two.length} messages, ${Buffer.concat(one.flat()).length} bytes`,
      )
      if (hexOf(one) === hexOf(two)) return 'nothing'
      return two.flat().some(frame => frame.length === 0)
        ? 'one frame less'
        : 'the delimiters are gone'
    },
  },
  {
    text: `
      Two workers. One says which frame is what: the client is the first, the request the third. The
      other lets Message set the body, and leaves the rest alone. One day somebody puts a proxy
      between the clients and the broker.`,
    ask: 'Whose answers still come home?',
    choices: ['those of both', 'those of the first', 'those of the second'],
    answer: 'those of the second',
    because: `
      With the proxy the envelope has two addresses. The first worker takes the second of them for
      the delimiter, and throws it away: its answer gets as far as the proxy, and there nobody is
      called "". Who treats all in front of the body as opaque need not know how many brokers and
      proxies there are. That is what the class is for: not to save lines, but to have one place
      that knows what an envelope is.`,
    async run(stage) {
      const byPosition = await throughProxy(stage, answerByPosition)
      const byMessage = await throughProxy(stage, answerByMessage)

      stage.frames('what the worker by position gets', byPosition.task, [
        'identity of the proxy',
        'identity of the client',
        'empty delimiter',
        'body',
      ])
      stage.frames('what its answer is at the proxy', byPosition.reply, ['to whom?', 'body'])
      stage.frames('what the answer of the other is there', byMessage.reply, [
        'identity of the client',
        'empty delimiter',
        'body',
      ])
      const isHome = ({ home }: typeof byMessage) => home === 'World'
      stage.claim(
        'the worker that lets Message set the body gets what was asked',
        byMessage.heard === 'Hello',
        `it heard "${byMessage.heard}", the other "${byPosition.heard}"`,
      )
      stage.claim(
        'the client hears the answer of the second, and not that of the first',
        isHome(byMessage) && byPosition.home === NOTHING,
        `of the second: ${byMessage.home}; of the first: ${byPosition.home}`,
      )
      if (isHome(byPosition)) return isHome(byMessage) ? 'those of both' : 'those of the first'
      return isHome(byMessage) ? 'those of the second' : 'none'
    },
  },
])

// #region look
/** The broker of the lesson before, with messages in place of arrays. */
class MessageBroker {
  readonly #frontend: Router
  readonly #backend: Router
  readonly #news = new EventEmitter()
  readonly #ready: Buffer[] = []
  readonly seen: Buffer[][] = []

  constructor(frontend: Router, backend: Router) {
    this.#frontend = frontend
    this.#backend = backend
  }

  async readBackend(): Promise<void> {
    for await (const frames of this.#backend) {
      const message = new Message(frames)
      this.#ready.push(message.unwrap())
      this.#news.emit('ready')
      if (message.body === 'READY') continue
      this.seen.push(frames, message.frames)
      await message.sendTo(this.#frontend)
    }
  }

  async readFrontend(signal: AbortSignal): Promise<void> {
    for (;;) {
      while (this.#ready.length === 0) await once(this.#news, 'ready', { signal })
      const message = await Message.from(this.#frontend)
      this.seen.push([...message.frames])
      message.wrap(this.#ready.shift() ?? Buffer.alloc(0))
      this.seen.push(message.frames)
      await message.sendTo(this.#backend)
    }
  }
}

type Answer = (worker: Request) => Promise<string>

/** The client is the first frame, the request the third. */
async function answerByPosition(worker: Request): Promise<string> {
  const [client = '', , request] = await worker.receive()
  await worker.send([client, '', 'World'])
  return textOf(request)
}

async function answerByMessage(worker: Request): Promise<string> {
  const message = await Message.from(worker)
  const request = message.body
  message.body = 'World'
  await message.sendTo(worker)
  return request
}
// #endregion

type AnyBroker = Pick<MessageBroker, 'readBackend' | 'readFrontend' | 'seen'>

async function openBroker(stage: Stage, make: (frontend: Router, backend: Router) => AnyBroker) {
  const [frontend, backend] = [stage.open(new Router()), stage.open(new Router())]
  const broker = make(frontend, backend)
  const endpoints = { frontend: await stage.bind(frontend), backend: await stage.bind(backend) }
  stage.play(() => broker.readFrontend(stage.signal))
  stage.play(() => broker.readBackend())
  return { seen: broker.seen, ...endpoints }
}

/** @returns all that the broker read and sent */
async function helloWorld(
  stage: Stage,
  make: (frontend: Router, backend: Router) => AnyBroker,
): Promise<readonly Buffer[][]> {
  const { seen, frontend, backend } = await openBroker(stage, make)
  const [client, worker] = openEnds(stage, frontend, backend)
  await worker.send('READY')
  await client.send('Hello')
  await answerByMessage(worker)
  await client.receive()
  return seen
}

/** One question, with a proxy between the client and the broker. */
async function throughProxy(stage: Stage, answer: Answer) {
  const { seen, frontend, backend } = await openBroker(
    stage,
    (...both) => new MessageBroker(...both),
  )
  const proxy = await openProxy(stage, frontend)
  const [client, worker] = openEnds(stage, proxy.endpoint, backend)
  await worker.send('READY')
  await client.send('Hello')
  const heard = await answer(worker)
  await stage.until('the answer is at the proxy', () => proxy.replies.length > 0)
  // The client waits for one answer: this one, if there was no other before it.
  await proxy.frontend.send(['CLIENT', '', NOTHING])
  const home = textOf((await client.receive())[0])
  const task = (seen[1] ?? []).slice(2)
  return { heard, task, reply: proxy.replies[0] ?? [], home }
}

const NOTHING = 'nothing'

function openEnds(stage: Stage, frontend: string, backend: string): readonly [Request, Request] {
  const client = stage.open(new Request({ routingId: 'CLIENT' }))
  const worker = stage.open(new Request({ routingId: 'WORKER' }))
  client.connect(frontend)
  worker.connect(backend)
  return [client, worker]
}

function countOf(seen: readonly Buffer[][], at: number): string {
  return `${seen[at]?.length ?? 0} frames`
}

function hexOf(messages: readonly Buffer[][]): string {
  return messages.map(frames => frames.map(frame => frame.toString('hex')).join(' ')).join('\n')
}
