/** Lesson: a broker that gives tasks to those who are ready, and why that beats turns. */

import { Dealer, Reply, Request, Router } from 'zeromq'
import { textOf } from '../wire/envelope.js'
import { lesson as asLesson } from './lesson.js'
import { postOffice } from './post-office.js'
import type { Stage } from './stage.js'
import { inWords, table } from './table.js'

const FAST_MS = 5
const SLOW_MS = 50

export const lesson = asLesson({ workers: 4, seconds: 1 }, [
  {
    text: `
      Workers with REQ sockets connect to a broker with a ROUTER, and say READY. The broker answers
      with a task; the worker does it, and asks again. Every second worker is ten times as slow as
      the others. The broker does not know that: it answers whoever asked.`,
    ask: 'Who gets how many tasks?',
    choices: ['all the same', 'the fast ones get more', 'the slow ones get more'],
    answer: 'the fast ones get more',
    because: `
      The roles are turned round: the request says "I have nothing to do", and the task comes as the
      reply. So nobody has to measure who is fast. Who is done sooner asks sooner. The broker keeps
      no count; the identity in front of READY is all that it needs to send the task.`,
    async run(stage) {
      const { workers, seconds } = stage.varied
      const router = stage.open(new Router())
      const endpoint = await stage.bind(router)
      const ready: Buffer[][] = []
      const sent: Buffer[][] = []
      const end = performance.now() + 1000 * seconds
      stage.play(() => broker(router, end, ready, sent))
      const counts = await Promise.all(
        Array.from({ length: atLeastTwo(workers) }, (_, index) => {
          const req = stage.open(new Request({ routingId: `WORKER${index + 1}` }))
          req.connect(endpoint)
          return worker(stage, req, msOf(index))
        }),
      )

      const names = ['identity of the worker', 'empty delimiter', 'body']
      stage.frames('what the broker reads first', ready[0] ?? [], names)
      stage.frames('what it sends back', sent[0] ?? [], names)
      const rows = counts.map((count, index) => [`WORKER${index + 1}`, msOf(index), count])
      stage.draw(`after ${seconds} s`, table(['worker', 'ms a task', 'tasks'], rows))
      const [fast, slow] = [0, 1].map(odd => counts.filter((_, index) => index % 2 === odd))
      const [least, most] = [Math.min(...(fast ?? [])), Math.max(...(slow ?? []))]
      const sum = counts.reduce((total, count) => total + count, 0)
      stage.claim(
        'each task was for somebody who had asked: as many READY as tasks',
        ready.length === sum + counts.length,
        `${ready.length} times asked: ${sum} tasks, and ${counts.length} times told to end`,
      )
      if (least === most) return 'all the same'
      return least > most ? 'the fast ones get more' : 'the slow ones get more'
    },
  },
  {
    text: `
      Now a DEALER hands out the tasks: it deals them to its workers in turn, at once. There are
      three tasks for each worker. The very first does not end before all the others that can be
      done are done; those take no time. Then the same with ROUTER and READY.`,
    ask: 'How many tasks wait behind the long one when DEALER deals?',
    choices: ['none', 'one', 'two'],
    answer: 'two',
    because: `
      DEALER knows who is connected, not who is busy. Each worker gets its three tasks beforehand,
      and what lies in its queue stays there, while the others have nothing to do. With READY a
      busy worker does not ask, so nothing can get stuck behind it: all tasks wait in one place,
      and go to whoever is free.`,
    async run(stage) {
      const workers = atLeastTwo(stage.varied.workers)
      const dealt = await dealerInTurn(stage, workers)
      const asked = await routerByReady(stage, workers)

      const tasks = 3 * workers
      stage.draw(
        `${tasks} tasks, ${workers} workers, one long task`,
        table(
          ['handed out by', 'done meanwhile', 'stuck behind it'],
          [
            ['DEALER, in turn', dealt, tasks - 1 - dealt],
            ['ROUTER, to who is ready', asked, tasks - 1 - asked],
          ],
        ),
      )
      stage.claim(
        'with READY nothing waits for the long task',
        asked === tasks - 1,
        `${asked} of ${tasks - 1} others done`,
      )
      return inWords(tasks - 1 - dealt)
    },
  },
  {
    text: `
      A post office, in virtual time. Nine of ten customers buy stamps: one minute. The tenth opens
      an account: ten minutes. The counters are busy for 80% of the time. Either there is a queue
      for each counter, and customers go to them in turn; or one queue for all.`,
    ask: 'For whom is the one queue worth it?',
    choices: ['for those who buy stamps', 'for those who open accounts', 'for both'],
    answer: 'for both',
    because: `
      Nobody stands behind a slow customer while a counter is free, and the slow customers profit as
      well as the fast. It costs nothing but the way from the queue to the counter: here, the time
      between READY and the task. Where tasks are short and alike, as at a passport check, sending
      people ahead to the counters saves that way, and DEALER is right.`,
    async run(stage) {
      const counters = atLeastTwo(stage.varied.workers)
      const turns = postOffice(counters, 'in turn')
      const single = postOffice(counters, 'one queue')
      stage.draw(
        `mean wait at ${counters} counters, in minutes`,
        table(
          ['', 'buys stamps', 'opens an account'],
          [
            ['a queue for each counter', turns.stamps.toFixed(1), turns.accounts.toFixed(1)],
            ['one queue for all', single.stamps.toFixed(1), single.accounts.toFixed(1)],
          ],
        ),
      )
      const inMinutes = ({ stamps, accounts }: typeof turns) =>
        `${stamps.toFixed(1)} and ${accounts.toFixed(1)} minutes`
      stage.claim(
        'customers wait less in the one queue',
        single.stamps < turns.stamps && single.accounts < turns.accounts,
        `${inMinutes(single)}, against ${inMinutes(turns)}`,
      )
      if (single.stamps >= turns.stamps) return 'for those who open accounts'
      return single.accounts < turns.accounts ? 'for both' : 'for those who buy stamps'
    },
  },
])

// #region look
/** Answers whoever asks: with a task, or, when the time is over, with the end. */
async function broker(
  router: Router,
  end: number,
  ready: Buffer[][],
  sent: Buffer[][],
): Promise<void> {
  for await (const frames of router) {
    ready.push(frames)
    const body = performance.now() < end ? 'task' : 'END'
    const answer = [...frames.slice(0, 2), Buffer.from(body)]
    sent.push(answer)
    await router.send(answer)
  }
}

/** @returns how many tasks it got */
async function worker(stage: Stage, req: Request, ms: number): Promise<number> {
  for (let count = 0; ; count++) {
    await req.send('READY')
    const [task] = await req.receive()
    if (textOf(task) === 'END') return count
    await stage.pause(ms)
  }
}
// #endregion

function msOf(index: number): number {
  return index % 2 === 0 ? FAST_MS : SLOW_MS
}

/** One alone has nobody to share with. */
function atLeastTwo(workers: number): number {
  return Math.max(2, workers)
}

/** @returns how many tasks are done while the first of them takes its time */
async function dealerInTurn(stage: Stage, workers: number): Promise<number> {
  const dealer = stage.open(new Dealer())
  let connected = 0
  dealer.events.on('handshake', () => connected++)
  const endpoint = await stage.bind(dealer)
  const done: string[] = []
  for (let index = 0; index < workers; index++) {
    const rep = stage.open(new Reply())
    rep.connect(endpoint)
    stage.play(async () => {
      for await (const [task] of rep) {
        // It has that one in hand until the part ends.
        if (textOf(task) === 'long') return
        await rep.send('done')
      }
    })
  }
  await stage.until('all workers are connected', () => connected === workers)
  stage.play(async () => {
    for await (const [, body] of dealer) done.push(textOf(body))
  })
  for (const task of tasksFor(workers)) await dealer.send(['', task])
  await stage.until('all others are done', () => done.length >= 3 * workers - 3)
  // Time for more, if more could come.
  await stage.pause(100)
  return done.length
}

/** The same with workers that ask. */
async function routerByReady(stage: Stage, workers: number): Promise<number> {
  const router = stage.open(new Router())
  const endpoint = await stage.bind(router)
  const tasks = tasksFor(workers)
  let done = 0
  for (let index = 0; index < workers; index++) {
    const req = stage.open(new Request())
    req.connect(endpoint)
    stage.play(async () => {
      await req.send('READY')
      for await (const [task] of req) {
        if (textOf(task) === 'long') return
        await req.send('done')
      }
    })
  }
  stage.play(async () => {
    for await (const [identity, , body] of router) {
      if (textOf(body) === 'done') done++
      const task = tasks.shift()
      if (task !== undefined) await router.send([identity ?? '', '', task])
    }
  })
  await stage.until('all others are done', () => done >= 3 * workers - 1)
  return done
}

function tasksFor(workers: number): string[] {
  return Array.from({ length: 3 * workers }, (_, index) => (index === 0 ? 'long' : 'short'))
}
