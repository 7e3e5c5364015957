/** Lesson: the same broker as handlers and timers on one loop, and how it ends in order. */

import { Request, Router } from 'zeromq'
import { textOf } from '../wire/envelope.js'
import { lesson as asLesson } from './lesson.js'
import { Message } from './message.js'
import type { Stage } from './stage.js'
import { collapsed, table } from './table.js'

/** How long the slow handler takes, and for when the timer is set. */
const SLOW_MS = 60
const TIMER_MS = 10

export const lesson = asLesson({ workers: 3 }, [
  {
    text: `
      A reactor calls a handler whenever a socket has a message, and another when a timer is due,
      all on one thread. In C one writes it, or takes CZMQ's. In Node it is there before the program
      begins: the event loop. A timer is set for ${TIMER_MS} ms from now. Before that a message
      comes, and its handler computes for ${SLOW_MS} ms, without an await.`,
    ask: 'When is the timer called?',
    choices: ['within the handler, on time', 'when the handler is done', 'not at all'],
    answer: 'when the handler is done',
    because: `
      One loop, one call at a time: nothing interrupts a handler, so no lock is needed, and a list
      of workers is never half changed. The price is that a handler which takes long keeps all
      others waiting, sockets and timers. So handlers of a broker only look at envelopes and pass
      them on; what takes time is done by workers, in other threads or processes. An await ends the
      turn: behind it the others may have been called.`,
    async run(stage) {
      const { calls, timerAfterMs } = await slowHandler(stage)
      stage.draw('the calls, in order', calls)
      stage.claim(
        'the timer is late by what the handler took',
        timerAfterMs >= SLOW_MS,
        `set for ${TIMER_MS} ms, called after ${timerAfterMs.toFixed(0)} ms`,
      )
      const isLast = calls.at(-1) === 'timer'
      return isLast ? 'when the handler is done' : 'within the handler, on time'
    },
  },
  {
    text: `
      The broker, as three handlers: for the backend, for the frontend, and for a timer that looks
      every 20 ms. The reader of the frontend is switched on when somebody is ready, and off when
      nobody is. There is one worker; it takes 100 ms for a task. Three clients ask at once.`,
    ask: 'How many times is the reader of the frontend switched on until all are answered?',
    choices: ['once', 'three times', 'at every tick of the timer'],
    answer: 'three times',
    because: `
      Each time that the worker is ready: then one request is read, and nobody is ready any more.
      Meanwhile the timer is called as if nothing were going on, as no handler waits for anything.
      In such a program a state is not a place in the code, as in a loop that waits, but a variable:
      here, who is ready. That is what it costs to turn the code inside out.`,
    async run(stage) {
      const log: string[] = []
      const abort = new AbortController()
      const { broker, frontend, backend } = await openBroker(stage, abort.signal, log)
      const timer = setInterval(() => log.push('timer'), 20)
      stage.signal.addEventListener('abort', () => clearInterval(timer))
      openWorker(stage, backend, 100)
      const clients = ['first', 'second', 'third'].map(body => ask(stage, frontend, body))
      await Promise.all(clients)
      clearInterval(timer)

      stage.draw('what was called, in order', collapsed(log))
      const untilAnswered = log.slice(0, log.lastIndexOf('backend: reply'))
      const on = untilAnswered.filter(call => call === 'frontend: on').length
      stage.claim(
        'the timer was called among the events of the sockets',
        untilAnswered.includes('timer'),
        `${untilAnswered.filter(call => call === 'timer').length} times before the last reply`,
      )
      stage.claim(
        'nothing was read while nobody was ready',
        broker.mostInHand === 1,
        `at most ${broker.mostInHand} in hand`,
      )
      if (on === 3) return 'three times'
      return on === 1 ? 'once' : 'at every tick of the timer'
    },
  },
  {
    text: `
      Ctrl-C, while each worker has a task in hand and twice as many clients wait for their turn. In
      Node that is an AbortSignal. The broker switches its frontend off for good, goes on reading
      the backend until the last reply has gone home, and only then closes its sockets.`,
    ask: 'How many of the tasks in hand are answered?',
    choices: ['none', 'all', 'all, and those who wait too'],
    answer: 'all',
    because: `
      To end in order is to stop taking before one stops giving. A request that was not read is not
      lost by the broker: its client still waits for the answer, and asks again, here or elsewhere.
      A request that was read would be. A signal is passed to whoever has to know, and says itself
      that it was aborted: nobody has to look at error codes after each call.`,
    async run(stage) {
      const workers = stage.varied.workers
      const abort = new AbortController()
      const { broker, frontend, backend, ended } = await openBroker(stage, abort.signal, [])
      for (let nth = 0; nth < workers; nth++) openWorker(stage, backend, 100)
      const answers: string[] = []
      for (let nth = 0; nth < 3 * workers; nth++) {
        stage.play(async () => {
          answers.push(await ask(stage, frontend, `task ${nth}`))
        })
      }
      await stage.until('all workers have a task', () => broker.mostInHand === workers)
      const answeredBefore = answers.length
      const inHand = broker.inHand
      abort.abort()
      await ended
      await stage.until('the answers are home', () => answers.length >= answeredBefore + inHand)

      stage.draw(
        'at Ctrl-C, and at the end',
        table(
          ['', 'requests'],
          [
            ['in hand at Ctrl-C', inHand],
            ['answered of those', answers.length - answeredBefore],
            ['never read', 3 * workers - answers.length],
          ],
        ),
      )
      stage.claim('the broker ends with nothing in hand', broker.inHand === 0, `${broker.inHand}`)
      if (answers.length === answeredBefore) return 'none'
      return answers.length === 3 * workers ? 'all, and those who wait too' : 'all'
    },
  },
])

// #region look
/** The broker as handlers. Each is called with a message, and never waits for another. */
class Broker {
  readonly #frontend: Router
  readonly #backend: Router
  readonly #end: AbortSignal
  readonly #log: string[]
  readonly #ready: Buffer[] = []
  /** Whether a receive is under way at the frontend. */
  #isReading = false
  inHand = 0
  mostInHand = 0

  constructor(frontend: Router, backend: Router, end: AbortSignal, log: string[]) {
    this.#frontend = frontend
    this.#backend = backend
    this.#end = end
    this.#log = log
  }

  /** Runs until the signal is aborted and the last reply has gone home. */
  async run(): Promise<void> {
    this.#end.addEventListener('abort', () => this.#closeIfDone(), { once: true })
    for await (const frames of this.#backend) {
      await this.#onBackend(new Message(frames))
      this.#switchFrontend()
      this.#closeIfDone()
    }
  }

  async #onBackend(message: Message): Promise<void> {
    this.#ready.push(message.unwrap())
    this.#log.push(`backend: ${message.body === 'READY' ? 'READY' : 'reply'}`)
    if (message.body === 'READY') return
    await message.sendTo(this.#frontend)
    this.inHand--
  }

  async #onFrontend(message: Message): Promise<void> {
    this.#log.push(`frontend: ${message.body}`)
    this.inHand++
    this.mostInHand = Math.max(this.mostInHand, this.inHand)
    await message.wrap(this.#ready.shift() ?? Buffer.alloc(0)).sendTo(this.#backend)
  }

  /** On while somebody is ready. A receive that is under way cannot be called back. */
  #switchFrontend(): void {
    const isWanted = this.#ready.length > 0 && !this.#end.aborted
    if (!isWanted || this.#isReading) return
    this.#isReading = true
    this.#log.push('frontend: on')
    Message.from(this.#frontend)
      .then(message => this.#onFrontend(message))
      .then(() => {
        this.#isReading = false
        this.#switchFrontend()
      })
      // Closed while it waited: the end.
      .catch(() => {})
  }

  #closeIfDone(): void {
    if (!this.#end.aborted || this.inHand > 0) return
    this.#frontend.close()
    this.#backend.close()
  }
}
// #endregion

async function openBroker(stage: Stage, end: AbortSignal, log: string[]) {
  const [frontend, backend] = [stage.open(new Router()), stage.open(new Router())]
  const endpoints = { frontend: await stage.bind(frontend), backend: await stage.bind(backend) }
  // The last reply may still be on its way when the sockets close.
  frontend.linger = 1000
  const broker = new Broker(frontend, backend, end, log)
  return { broker, ...endpoints, ended: broker.run() }
}

function openWorker(stage: Stage, backend: string, ms: number): void {
  const worker = stage.open(new Request())
  worker.connect(backend)
  stage.play(async () => {
    await worker.send('READY')
    for await (const frames of worker) {
      await stage.pause(ms)
      const message = new Message(frames)
      message.body = 'done'
      await message.sendTo(worker)
    }
  })
}

async function ask(stage: Stage, frontend: string, body: string): Promise<string> {
  const client = stage.open(new Request())
  client.connect(frontend)
  await client.send(body)
  return textOf((await client.receive())[0])
}

/** A message whose handler computes, and a timer that is due meanwhile. */
async function slowHandler(stage: Stage) {
  const router = stage.open(new Router())
  const client = stage.open(new Request())
  client.connect(await stage.bind(router))
  await client.send('Hello')
  await router.receive()
  const calls: string[] = []
  let timerAfterMs = 0
  const begin = performance.now()
  setTimeout(() => {
    timerAfterMs = performance.now() - begin
    calls.push('timer')
  }, TIMER_MS)
  calls.push('handler begins')
  while (performance.now() < begin + SLOW_MS);
  calls.push('handler ends')
  await stage.until('the timer was called', () => calls.includes('timer'))
  return { calls, timerAfterMs }
}
