/** Lesson: the same broker as handlers and timers on one loop, and how it ends in order. */

import { Dealer, Router } from 'zeromq'
import { ask, openWorker } from './ends.js'
import { lesson as asLesson } from './lesson.js'
import { openReader } from './reader.js'
import type { Stage } from './stage.js'
import { collapsed, table } from './table.js'

const TIMER_MS = 10
const SLOW_MS = 60
const TICK_MS = 20

export const lesson = asLesson({ workers: 3 }, [
  {
    text: `
      A reactor calls a handler whenever a socket has a message, and another when a timer is due,
      all on one thread. In C one writes it, or takes CZMQ's. In Node it is there before the program
      begins: the event loop. Two messages come. The handler of the first sets a timer for
      ${TIMER_MS} ms from now, and then computes for ${SLOW_MS} ms, without an await.`,
    ask: 'What is called while it computes?',
    choices: ['the timer, on time', 'the handler of the second', 'nothing'],
    answer: 'nothing',
    because: `
      One loop, one call at a time: nothing interrupts a handler, so no lock is needed, and a list
      of workers is never half changed. The price is that a handler which takes long keeps all
      others waiting, sockets and timers. So handlers of a broker only look at envelopes and pass
      them on; what takes time is done by workers, in other threads or processes. An await ends the
      turn: behind it the others may have been called.`,
    async run(stage) {
      const router = stage.open(new Router())
      const client = stage.open(new Dealer())
      client.connect(await stage.bind(router))
      await client.send('first message')
      await client.send('second message')

      const calls: string[] = []
      let timerAfterMs = 0
      const reader = openReader(stage, 'socket', router, calls, async message => {
        if (message.body === 'second message') return
        const begin = performance.now()
        setTimeout(() => {
          calls.push('timer')
          timerAfterMs = performance.now() - begin
        }, TIMER_MS)
        while (performance.now() < begin + SLOW_MS);
        calls.push('its handler ends')
      })
      reader.turn(true)
      await stage.until('all were called', () => calls.length === 5)

      stage.draw('what was called', [
        ...calls.slice(0, 3),
        'timer and second message, in any order',
      ])
      stage.claim(
        'the timer is late by what the handler took',
        timerAfterMs >= SLOW_MS,
        `set for ${TIMER_MS} ms, called after ${timerAfterMs.toFixed(0)} ms`,
      )
      const [, , next] = calls
      if (next === 'its handler ends') return 'nothing'
      return next === 'timer' ? 'the timer, on time' : 'the handler of the second'
    },
  },
  {
    text: `
      The broker of the last two lessons, now as three handlers: for the backend, for the frontend,
      and for a timer that looks every ${TICK_MS} ms. The reader of the frontend is on while
      somebody is ready, and off while nobody is. There is one worker; it takes 70 ms for a task.
      Three clients ask at once.`,
    ask: 'How many times is that reader switched on until all are answered?',
    choices: ['once', 'three times', 'at every tick of the timer'],
    answer: 'three times',
    because: `
      Each time that the worker is ready: then one request is read, and nobody is ready any more.
      Meanwhile the timer is called as if nothing were going on, as no handler waits for anything.
      In such a program a state is not a place in the code, as in a loop that waits, but a variable:
      here, who is ready. That is what it costs to turn the code inside out.`,
    async run(stage) {
      const broker = await openBroker(stage)
      const asked = [1, 2, 3].map(nth => ask(stage, broker.frontend, `request ${nth}`))
      await stage.pause(50)
      openWorker(stage, broker.backend, () => stage.pause(70))
      await Promise.all(asked)

      const ready = broker.log.indexOf('backend: READY')
      const calls = broker.log.slice(ready, broker.log.lastIndexOf('backend: done') + 1)
      stage.draw('what was called, in order', collapsed(calls))
      const ticks = calls.filter(call => call.startsWith('timer'))
      stage.claim(
        'the timer was called among the events of the sockets',
        ticks.length > 0,
        `${ticks.length} times before the last reply`,
      )
      const ofFrontend = calls.filter(call => call.startsWith('frontend')).join(', ')
      const isInTurn = /^(frontend on, frontend: [^,]+, frontend off(, |$))+$/.test(ofFrontend)
      stage.claim('one request is read, and the reader is off', isInTurn, ofFrontend)
      const on = calls.filter(call => call === 'frontend on').length
      if (on === 3) return 'three times'
      return on === 1 ? 'once' : 'at every tick of the timer'
    },
  },
  {
    text: `
      Ctrl-C, while each worker is at a task, and twice as many requests wait for their turn. In
      Node the handler of SIGINT aborts an AbortSignal, and whoever has to know listens to that. One
      broker closes its sockets at once. Ours turns its frontend off for good, reads the backend
      until the last reply has gone home, and only then closes.`,
    ask: 'Which requests does ours still answer?',
    choices: ['none', 'those that are being worked on', 'all, those that wait too'],
    answer: 'those that are being worked on',
    because: `
      To end in order is to stop taking before one stops giving. With the broker that closes at once
      the workers finish, too, but nobody takes their replies home: tasks half done. A request that
      nobody has begun can be asked again, here or elsewhere, without harm; one that was begun
      perhaps not. A worker that dies would keep our broker waiting, so a real one sets a timer as
      well: a timer is only one more handler.`,
    async run(stage) {
      const atOnce = await interrupt(stage, 'at once')
      const inOrder = await interrupt(stage, 'in order')
      stage.draw(
        'requests at Ctrl-C, and what became of them',
        table(
          ['the broker closes', 'begun', 'answered', 'half done', 'not begun'],
          [
            ['at once', ...countsOf(atOnce)],
            ['in order', ...countsOf(inOrder)],
          ],
        ),
      )
      const halfDone = (end: typeof inOrder) => countsOf(end)[2]
      stage.claim(
        'no task is half done when it ends in order, all are when it closes at once',
        halfDone(inOrder) === 0 && halfDone(atOnce) === atOnce.begun.length,
        `${halfDone(inOrder)} and ${halfDone(atOnce)}`,
      )
      if (inOrder.answered.length === 0) return 'none'
      return inOrder.answered.length < inOrder.requests
        ? 'those that are being worked on'
        : 'all, those that wait too'
    },
  },
])

// #region look
/** Three handlers, and what they know in common. None waits for a message. */
function openHandlers(stage: Stage, front: Router, back: Router, log: string[], end: AbortSignal) {
  const ready: Buffer[] = []
  let inHand = 0

  const backend = openReader(stage, 'backend', back, log, async message => {
    ready.push(message.unwrap())
    if (message.body !== 'READY') {
      await message.sendTo(front)
      inHand--
    }
    look()
  })
  const frontend = openReader(stage, 'frontend', front, log, async message => {
    message.wrap(ready.shift() ?? Buffer.alloc(0))
    inHand++
    look()
    await message.sendTo(back)
  })
  const timer = setInterval(() => log.push(`timer: ${inHand} in hand`), TICK_MS)

  function look(): void {
    frontend.turn(ready.length > 0 && !end.aborted)
    if (end.aborted && inHand === 0) close()
  }
  function close(): void {
    clearInterval(timer)
    front.close()
    back.close()
  }
  end.addEventListener('abort', look)
  backend.turn(true)
  return { close }
}
// #endregion

async function openBroker(stage: Stage) {
  const [front, back] = [stage.open(new Router()), stage.open(new Router())]
  const endpoints = { frontend: await stage.bind(front), backend: await stage.bind(back) }
  // The last reply may still be on its way when the sockets close.
  front.linger = 1000
  const log: string[] = []
  const ctrlC = new AbortController()
  const { close } = openHandlers(stage, front, back, log, ctrlC.signal)
  stage.signal.addEventListener('abort', close)
  return { ...endpoints, log, close, ctrlC, hasEnded: () => front.closed && back.closed }
}

/** Ends a broker while all workers are at a task; only then they finish it. */
async function interrupt(stage: Stage<{ workers: number }>, how: 'at once' | 'in order') {
  const { workers } = stage.varied
  const broker = await openBroker(stage)
  const [begun, answered]: [string[], string[]] = [[], []]
  let isOver = false
  for (let nth = 0; nth < workers; nth++) {
    openWorker(stage, broker.backend, body => {
      begun.push(body)
      return stage.until('Ctrl-C was handled', () => isOver)
    })
  }
  for (let nth = 1; nth <= 3 * workers; nth++) {
    const body = `task ${nth}`
    stage.play(async () => {
      await ask(stage, broker.frontend, body)
      answered.push(body)
    })
  }
  await stage.until('all workers are at a task', () => begun.length === workers)
  if (how === 'at once') broker.close()
  else broker.ctrlC.abort()
  isOver = true
  await stage.until('the broker has ended', broker.hasEnded)
  // What it sent before it closed still comes.
  if (how === 'in order') {
    await stage.until('the replies are home', () => answered.length >= begun.length)
  }
  return { requests: 3 * workers, begun, answered }
}

/** How many were begun, answered, left half done, and never begun. */
function countsOf({
  requests,
  begun,
  answered,
}: Awaited<ReturnType<typeof interrupt>>): readonly number[] {
  const halfDone = begun.filter(body => !answered.includes(body))
  return [begun.length, answered.length, halfDone.length, requests - begun.length]
}
