/** Lesson: what becomes of messages that a ROUTER cannot send, and how a program learns of it. */

import { Dealer, Router, type SocketOptions } from 'zeromq'
import { lesson as asLesson } from './lesson.js'
import { FINE, outcomeOf } from './outcome.js'
import type { Stage } from './stage.js'
import { inWords, table } from './table.js'

export const lesson = asLesson({}, [
  {
    text: `
      One worker is connected to a ROUTER, and is called "WORKER". We send three messages: one to
      "WORKER", one to "WROKER", and when the worker has gone, one more to "WORKER".`,
    ask: 'How many of the three sends fail?',
    choices: ['none', 'one', 'two'],
    answer: 'none',
    because: `
      ROUTER looks up the first frame among its connections. If it is not there, it throws the
      message away, and send() succeeds. In a server that answers clients which come and go this is
      right: the one who asked has gone, so nobody misses the answer. While one is still learning to
      build envelopes it is a trap: a wrong name and a missing frame look just like work that takes
      long.`,
    async run(stage) {
      const { sends, arrived } = await sendThree(stage, {})
      drawSends(stage, 'ROUTER as it is', sends, arrived)
      stage.claim(
        'two of them went nowhere all the same',
        arrived.join() === 'first',
        `the worker got: ${arrived.join(', ')}`,
      )
      return inWords(failedOf(sends).length)
    },
  },
  {
    text: 'The same three messages. Now the ROUTER has the option mandatory.',
    ask: 'How many of the three sends fail now?',
    choices: ['none', 'one', 'two'],
    answer: 'two',
    because: `
      What has no route comes back as an error, EHOSTUNREACH. The broker of this package uses it on
      every ROUTER: a task whose worker has gone is not lost, it comes home, and goes to the next.

      In Node say sendTimeout: 0 too. Otherwise a send on a ROUTER with mandatory that has no
      connection at all waits for one to come, and until then the socket takes no other send.`,
    async run(stage) {
      const { sends, arrived } = await sendThree(stage, { mandatory: true, sendTimeout: 0 })
      drawSends(stage, 'with mandatory', sends, arrived)

      const patient = stage.open(new Router({ mandatory: true }))
      const endpoint = await stage.bind(patient)
      let outcome = 'it waits'
      const sent = outcomeOf(() => patient.send(['WORKER', 'Hello'])).then(one => {
        outcome = one
      })
      await stage.pause(50)
      stage.say(`With mandatory, no sendTimeout, and nobody connected: ${outcome}.`)
      const whileAlone = outcome
      stage.open(new Dealer({ routingId: 'OTHER' })).connect(endpoint)
      await sent
      stage.say(`Somebody else connects: ${outcome}.`)

      stage.claim(
        'each failure is EHOSTUNREACH',
        failedOf(sends).every(({ outcome }) => outcome === 'EHOSTUNREACH'),
        failedOf(sends)
          .map(({ outcome }) => outcome)
          .join(', '),
      )
      stage.claim(
        'without sendTimeout it waits until anybody is there, and only then fails',
        whileAlone === 'it waits' && outcome === 'EHOSTUNREACH',
        `alone: ${whileAlone}; then: ${outcome}`,
      )
      return inWords(failedOf(sends).length)
    },
  },
  {
    text: `
      ROUTER, with mandatory, sends three tasks to its worker one after the other. The worker reads
      the first, works on it, and dies.`,
    ask: 'How many of these sends fail?',
    choices: ['none', 'two', 'three'],
    answer: 'none',
    because: `
      When they were sent the worker was there, so there was a route. That a message can be sent
      does not mean that it arrives, and that it arrives does not mean that the work is done. Only
      an answer tells that, and its absence only time: so remember what you gave to whom, and have a
      deadline. It helps to give a worker one task at a time: then one task is all that it can take
      with it.`,
    async run(stage) {
      const router = stage.open(new Router({ mandatory: true, sendTimeout: 0, handover: true }))
      const worker = await connectWorker(stage, router)
      const sends: Send[] = []
      for (const body of ['first', 'second', 'third']) {
        const outcome = await outcomeOf(() => router.send(['WORKER', body]))
        sends.push({ to: 'WORKER', body, outcome })
      }
      const read: string[] = []
      const readOne = async (by: Dealer) => {
        const [body] = await by.receive()
        read.push(String(body))
      }
      await readOne(worker)
      await dieOf(stage, worker, router, true)
      const late = await outcomeOf(() => router.send(['WORKER', 'fourth']))
      // What was kept for "WORKER" the next of that name would get, before the fifth.
      const next = await connectWorker(stage, router)
      await router.send(['WORKER', 'fifth'])
      await readOne(next)

      drawSends(stage, 'before its death', sends, read)
      stage.say(`A fourth task, after its death: ${late}.`)
      stage.say(`Another "WORKER" comes, and a fifth task is sent. It reads: ${read.at(-1)}.`)
      stage.claim(
        'one was read, two are lost without an error',
        read.join() === 'first,fifth' && failedOf(sends).length === 0,
        `of all that were sent, these were read: ${read.join(', ')}; ` +
          `of the first three failed: ${failedOf(sends).length}`,
      )
      stage.claim('what is sent later comes back', late === 'EHOSTUNREACH', late)
      return inWords(failedOf(sends).length)
    },
  },
])

interface Send {
  readonly to: string
  readonly body: string
  readonly outcome: string
}

// #region look
/** One to the worker, one to nobody, and one to the worker when it has gone. */
async function sendThree(stage: Stage, options: SocketOptions<Router>) {
  const router = stage.open(new Router(options))
  const worker = await connectWorker(stage, router)
  const sends: Send[] = []
  const send = async (to: string, body: string) => {
    sends.push({ to, body, outcome: await outcomeOf(() => router.send([to, body])) })
  }

  await send('WORKER', 'first')
  await send('WROKER', 'second')
  const arrived: string[] = []
  stage.play(async () => {
    for await (const [body] of worker) arrived.push(String(body))
  })
  await stage.until('the worker has got one', () => arrived.length > 0)
  await dieOf(stage, worker, router, options.mandatory === true)
  await send('WORKER', 'third')
  return { sends, arrived }
}
// #endregion

async function connectWorker(stage: Stage, router: Router): Promise<Dealer> {
  const worker = stage.open(new Dealer({ routingId: 'WORKER' }))
  worker.connect(await stage.bind(router))
  await worker.send('ready')
  await router.receive()
  return worker
}

const PROBE = ['WORKER', 'is anybody there?']

/** Returns when ROUTER has seen that it has gone. */
async function dieOf(
  stage: Stage,
  worker: Dealer,
  router: Router,
  isMandatory: boolean,
): Promise<void> {
  let hasGone = false
  router.events.on('disconnect', () => {
    hasGone = true
  })
  worker.close()
  await stage.until('ROUTER has seen the worker go', () => hasGone)
  // The event comes a moment before the name is forgotten; only with mandatory can one see that.
  while (isMandatory && (await outcomeOf(() => router.send(PROBE))) === FINE) {
    await stage.pause(5)
  }
}

function drawSends(stage: Stage, title: string, sends: readonly Send[], arrived: string[]): void {
  const rows = sends.map(({ to, body, outcome }) => [
    to,
    body,
    outcome,
    arrived.includes(body) ? 'yes' : 'no',
  ])
  stage.draw(title, table(['to', 'message', 'send()', 'arrived'], rows))
}

function failedOf(sends: readonly Send[]): Send[] {
  return sends.filter(({ outcome }) => outcome !== FINE)
}
