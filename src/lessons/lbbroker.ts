/** Lesson: a broker for clients and workers: its frames, who is next, where requests wait. */

import { EventEmitter, once } from 'node:events'
import { Request, Router } from 'zeromq'
import { textOf } from '../wire/envelope.js'
import { lesson as asLesson } from './lesson.js'
import type { Talker } from './message.js'
import type { Stage } from './stage.js'
import { inWords, table } from './table.js'

export const lesson = asLesson({ workers: 3, clients: 10 }, [
  {
    text: `
      A broker with two ROUTER sockets: clients at the frontend, workers at the backend, REQ all of
      them. A client called CLIENT sends one frame, "Hello". The broker passes it to a worker called
      WORKER.`,
    ask: 'How many frames does the broker send to its backend?',
    choices: ['three', 'four', 'five'],
    answer: 'five',
    because: `
      From the outside to the inside: where to send it, and the delimiter that the worker's REQ
      takes off again; where the answer has to go, and the delimiter that the client's REQ will
      want; the body. The worker keeps all in front of the body, and sends it back. So the broker
      need not remember who asked: the message carries it.`,
    async run(stage) {
      const { broker, frontend, backend } = await openBroker(stage)
      const tasks = openWorker(stage, backend, 'WORKER')
      const client = stage.open(new Request({ routingId: 'CLIENT' }))
      client.connect(frontend)
      const hello = [Buffer.from('Hello')]
      await client.send(hello)
      const answer = await client.receive()

      const inner = ['identity of the client', 'empty delimiter', 'body']
      const outer = ['identity of the worker', 'empty delimiter', ...inner]
      const [request = [], task = [], done = [], reply = []] = broker.seen
      const hops = [
        { what: 'the client sends', frames: hello, names: ['body'] },
        { what: 'the broker reads at its frontend', frames: request, names: inner },
        { what: 'the broker sends at its backend', frames: task, names: outer },
        { what: 'the worker gets', frames: tasks[0] ?? [], names: inner },
        { what: 'the broker reads at its backend', frames: done, names: outer },
        { what: 'the broker sends at its frontend', frames: reply, names: inner },
        { what: 'the client gets', frames: answer, names: ['body'] },
      ]
      for (const { what, frames, names } of hops.slice(1, 5)) stage.frames(what, frames, names)
      stage.draw(
        'frames at each hop',
        table(
          ['', 'frames'],
          hops.map(({ what, frames }) => [what, frames.length]),
        ),
      )
      const counts = hops.map(({ frames }) => frames.length).join(' → ')
      stage.claim('the way back is the way there', counts === '1 → 3 → 5 → 3 → 5 → 3 → 1', counts)
      stage.claim('the answer comes home', textOf(answer[0]) === 'World', `"${textOf(answer[0])}"`)
      return inWords(task.length)
    },
  },
  {
    text: `
      Some workers say READY, one after the other. Then a client asks, and asks again when it has
      its answer, two times for each worker. So all workers but one are always idle.`,
    ask: 'Which of the idle workers gets the next task?',
    choices: ['the one that has just finished', 'the one that was idle longest', 'any'],
    answer: 'the one that was idle longest',
    because: `
      Who is ready stands at the end of a queue, and the next task goes to the one at its head. Any
      other order would be as right for the answers. This one spreads the work, and finds out soon
      if somebody has died: nobody is left out for long.`,
    async run(stage) {
      const workers = Math.max(2, stage.varied.workers)
      const names = Array.from({ length: workers }, (_, index) => `WORKER${index + 1}`)
      const { broker, frontend, backend } = await openBroker(stage)
      for (const [index, name] of names.entries()) {
        openWorker(stage, backend, name)
        await stage.until(`${name} is ready`, () => broker.ready.length > index)
      }
      const client = stage.open(new Request())
      client.connect(frontend)
      const took: string[] = []
      for (let nth = 0; nth < 2 * workers; nth++) {
        await client.send(`request ${nth + 1}`)
        const [, by] = await client.receive()
        took.push(textOf(by))
      }

      stage.draw(
        'who did it',
        table(
          ['request', 'worker'],
          took.slice(0, 12).map((name, index) => [index + 1, name]),
        ),
      )
      const counts = names.map(name => took.filter(one => one === name).length)
      stage.claim(
        'each has done two',
        counts.every(count => count === 2),
        `${took.length} requests: ${counts.join(', ')}`,
      )
      if (took.join() === [...names, ...names].join()) return 'the one that was idle longest'
      const again = took.every(name => name === took[0])
      return again ? 'the one that has just finished' : 'any'
    },
  },
  {
    text: `
      Some clients send their requests. There is no worker yet. A moment later the workers come.`,
    ask: 'Where are the requests meanwhile?',
    choices: ['in a list of the broker', 'in its socket', 'nowhere: the clients have to ask again'],
    answer: 'in its socket',
    because: `
      The broker reads its frontend only while somebody is ready. What it does not read waits in the
      queue of the socket, in order, and costs no line of code. A list in the program would be a
      second queue for the same thing, which nobody bounds: the socket has its high-water mark, and
      pushes back on those who send.

      That is the rule of the Guide. The broker of peering reads always, and has such a list, with a
      bound for each client: so clients that queue requests do not hold up those that have one, and
      what a client had queued is dropped when it is gone.`,
    async run(stage) {
      const { workers, clients } = stage.varied
      const { readCount, frontend, backend } = await openBroker(stage)
      let connected = 0
      const answers = Array.from({ length: clients }, async () => {
        const client = stage.open(new Request())
        client.events.on('handshake', () => connected++)
        client.connect(frontend)
        await client.send('Hello')
        return textOf((await client.receive())[0])
      })
      await stage.until('all clients are connected', () => connected === clients)
      // Time enough for requests to be read, if somebody did.
      await stage.pause(100)
      const readBefore = readCount()
      stage.say(
        `Before there are workers, of ${clients} requests the broker has read ${readBefore}.`,
      )
      for (let nth = 1; nth <= workers; nth++) openWorker(stage, backend, `WORKER${nth}`)
      const answered = await Promise.all(answers)
      stage.say(`With ${workers} workers: ${answered.length} answers.`)
      stage.claim(
        'all are answered when workers come',
        answered.every(answer => answer === 'World'),
        `${answered.length} of ${clients}`,
      )
      return readBefore === 0 ? 'in its socket' : 'in a list of the broker'
    },
  },
])

// #region look
/** Two sockets, a loop for each, and a list of who is ready. */
export class Broker {
  readonly #frontend: Talker
  readonly #backend: Router
  readonly #news = new EventEmitter()
  /** The identities of those who have nothing to do, longest idle first. */
  readonly ready: Buffer[] = []
  /** All that it read and sent, in order. */
  readonly seen: Buffer[][] = []

  constructor(frontend: Talker, backend: Router) {
    this.#frontend = frontend
    this.#backend = backend
  }

  /** A message from a worker says that it is ready, and may be a reply. */
  async readBackend(): Promise<void> {
    for await (const frames of this.#backend) {
      const [worker = EMPTY, , ...reply] = frames
      this.ready.push(worker)
      this.#news.emit('ready')
      if (isReady(reply)) continue
      this.seen.push(frames, reply)
      await this.#frontend.send(reply)
    }
  }

  /** Reads only while there is somebody to do it. */
  async readFrontend(signal: AbortSignal): Promise<void> {
    for (;;) {
      while (this.ready.length === 0) await once(this.#news, 'ready', { signal })
      const request = await this.#frontend.receive()
      const task = [this.ready.shift() ?? EMPTY, EMPTY, ...request]
      this.seen.push(request, task)
      await this.#backend.send(task)
    }
  }
}
// #endregion

const EMPTY = Buffer.alloc(0)

function isReady(frames: readonly Buffer[]): boolean {
  return textOf(frames[0]) === 'READY'
}

async function openBroker(stage: Stage) {
  const [frontend, backend] = [stage.open(new Router()), stage.open(new Router())]
  let reads = 0
  const counted: Talker = {
    async receive() {
      const request = await frontend.receive()
      reads++
      return request
    },
    send: reply => frontend.send(reply),
  }
  const broker = new Broker(counted, backend)
  const endpoints = { frontend: await stage.bind(frontend), backend: await stage.bind(backend) }
  stage.play(() => broker.readFrontend(stage.signal))
  stage.play(() => broker.readBackend())
  return { broker, readCount: () => reads, ...endpoints }
}

/** Says READY, and answers each task with "World" and its own name, until the part ends. */
function openWorker(stage: Stage, backend: string, name: string): Buffer[][] {
  const worker = stage.open(new Request({ routingId: name }))
  const tasks: Buffer[][] = []
  worker.connect(backend)
  stage.play(async () => {
    await worker.send('READY')
    for await (const task of worker) {
      tasks.push(task)
      const [client = EMPTY] = task
      await worker.send([client, '', 'World', ...(name === 'WORKER' ? [] : [name])])
    }
  })
  return tasks
}
