/** Lesson: the same broker with DEALER workers: who makes the delimiter, and who needs it. */

import { Dealer, Reply, Request, Router } from 'zeromq'
import { textOf } from '../wire/envelope.js'
import { lesson as asLesson } from './lesson.js'
import { FINE, outcomeOf } from './outcome.js'
import type { Stage } from './stage.js'
import { inWords, table } from './table.js'

export const lesson = asLesson({ workers: 4, seconds: 1 }, [
  {
    text: `
      The broker of the last lesson expects an empty frame between the identity of a worker and its
      READY, and sends one in front of each task. It stays as it is. Now half of the workers have
      DEALER sockets in place of REQ.`,
    ask: 'How many frames does a DEALER worker have to send to say READY?',
    choices: ['one, as with REQ', 'two', 'three'],
    answer: 'two',
    because: `
      REQ puts the delimiter in front of what it sends, and takes it off what it gets. DEALER does
      neither: it sends what it is given. So the program of the worker writes and reads the empty
      frame itself, and then nobody can tell the two kinds of workers apart.`,
    async run(stage) {
      const { workers, seconds } = stage.varied
      const router = stage.open(new Router())
      const endpoint = await stage.bind(router)
      const ready = new Map<string, Buffer[]>()
      const end = performance.now() + 1000 * seconds
      stage.play(() => broker(router, end, ready))
      const kinds = Array.from({ length: Math.max(2, workers) }, (_, index) =>
        index % 2 === 0 ? 'DEALER' : 'REQ',
      )
      const counts = await Promise.all(
        kinds.map((kind, index) => {
          const routingId = `${kind}${index + 1}`
          if (kind === 'REQ') return reqWorker(stage, new Request({ routingId }), endpoint)
          return dealerWorker(stage, new Dealer({ routingId }), endpoint)
        }),
      )

      const [ofDealer, ofReq] = [ready.get('DEALER1') ?? [], ready.get('REQ2') ?? []]
      const names = ['identity of the worker', 'empty delimiter', 'body']
      stage.frames('READY of a DEALER worker', ofDealer, names)
      stage.frames('READY of a REQ worker', ofReq, names)
      stage.draw(
        `after ${seconds} s`,
        table(
          ['worker', 'tasks'],
          counts.map((count, index) => [`${kinds[index]}${index + 1}`, count]),
        ),
      )
      stage.claim(
        'behind the identity both say the same',
        shapeOf(ofDealer.slice(1)) === shapeOf(ofReq.slice(1)),
        `${shapeOf(ofDealer.slice(1))} and ${shapeOf(ofReq.slice(1))}`,
      )
      stage.claim(
        'all of them work',
        counts.every(count => count > 0),
        `at least ${Math.min(...counts)} tasks each`,
      )
      // ROUTER has put one frame in front.
      return inWords(ofDealer.length - 1)
    },
  },
  {
    text: `
      An empty frame seems a waste, and somebody leaves it out everywhere. A ROUTER sends its tasks
      as two frames, identity and task, to a DEALER and to a REQ. And where a DEALER has REP
      workers, it sends a task as one frame.`,
    ask: 'Which of them get the task?',
    choices: ['all three', 'the DEALER', 'the DEALER and the REP', 'none'],
    answer: 'the DEALER',
    because: `
      REQ and REP look for the delimiter. Without it REP throws the message away, and REQ does not
      even trust who sent it: it closes the connection. Neither program gets an error. The delimiter
      is there for chains that end in a REP, which must know where the way back ends and the body
      begins. If all of your sockets are DEALER and ROUTER, and no proxy will ever lead to a REP,
      leave it out on both sides. Else keep it: a frame of no bytes is cheap, and the search for a
      message that vanished is not.`,
    async run(stage) {
      const got = await withoutDelimiter(stage)
      stage.draw(
        'a task without a delimiter; for REP, then another with it',
        table(['worker', 'what its program got first'], Object.entries(got)),
      )
      const served = Object.keys(got).filter(kind => got[kind] === 'task')
      stage.claim(
        'REQ closes the connection, REP takes the next that has a delimiter',
        got.REQ === HUNG_UP && got.REP === 'another task',
        `REQ: ${got.REQ}; REP: ${got.REP}`,
      )
      if (served.length === 3) return 'all three'
      return served.map(kind => `the ${kind}`).join(' and ') || 'none'
    },
  },
  {
    text: `
      A REQ worker can say READY only once before it gets a task. The way from the worker to the
      broker and back takes time, and meanwhile it has nothing to do. A DEALER worker, with one task
      in hand, says READY once more before it begins.`,
    ask: 'How many tasks does it have before it has finished the first?',
    choices: ['one', 'two'],
    answer: 'two',
    because: `
      DEALER has no turns to take, so a worker may ask for the next task while it works on one. How
      many READY it has sent is the number of tasks that it may be given: a credit. One more than it
      can work on hides the time of the way there and back. More than that, and tasks lie again in
      the queue of somebody who is busy, as when DEALER deals them.`,
    async run(stage) {
      const router = stage.open(new Router())
      const dealer = stage.open(new Dealer())
      dealer.connect(await stage.bind(router))
      let handed = 0
      stage.play(async () => {
        for await (const [identity] of router) {
          await router.send([identity ?? '', '', `task ${++handed}`])
        }
      })

      // #region look
      await dealer.send(['', 'READY'])
      await dealer.send(['', 'READY'])
      const inHand = [await dealer.receive(), await dealer.receive()].map(textOfTask)
      // #endregion

      stage.say(`It has in hand, and has not finished any: ${inHand.join(', ')}.`)
      const req = stage.open(new Request({ sendTimeout: 0 }))
      req.connect(router.lastEndpoint ?? '')
      await req.send('READY')
      const again = await outcomeOf(() => req.send('READY'))
      stage.say(`A REQ worker that says READY twice: ${again}.`)
      stage.claim('REQ cannot do that', again !== FINE, `its second send(): ${again}`)
      return inWords(inHand.length)
    },
  },
])

// #region look
/** Writes and reads the delimiter itself. @returns how many tasks it got */
async function dealerWorker(stage: Stage, dealer: Dealer, endpoint: string): Promise<number> {
  stage.open(dealer).connect(endpoint)
  for (let count = 0; ; count++) {
    await dealer.send(['', 'READY'])
    const [_delimiter, task] = await dealer.receive()
    if (textOf(task) === 'END') return count
    await stage.pause(5)
  }
}

/** Its socket does that for it. */
async function reqWorker(stage: Stage, req: Request, endpoint: string): Promise<number> {
  stage.open(req).connect(endpoint)
  for (let count = 0; ; count++) {
    await req.send('READY')
    const [task] = await req.receive()
    if (textOf(task) === 'END') return count
    await stage.pause(5)
  }
}
// #endregion

async function broker(router: Router, end: number, ready: Map<string, Buffer[]>): Promise<void> {
  for await (const frames of router) {
    const [identity, delimiter] = frames
    ready.set(textOf(identity), frames)
    const body = performance.now() < end ? 'task' : 'END'
    await router.send([identity ?? '', delimiter ?? '', body])
  }
}

/** @returns what each kind of worker makes of a task that has no delimiter */
async function withoutDelimiter(stage: Stage): Promise<Record<string, string>> {
  const router = stage.open(new Router())
  const endpoint = await stage.bind(router)
  const dealer = stage.open(new Dealer())
  dealer.connect(endpoint)
  await dealer.send('READY')
  const [ofDealer = ''] = await router.receive()
  await router.send([ofDealer, 'task'])

  const req = stage.open(new Request())
  req.connect(endpoint)
  await req.send('READY')
  const ofReq = firstOf(stage, req)
  const [reqName = ''] = await router.receive()
  await router.send([reqName, 'task'])

  const rep = stage.open(new Reply())
  const client = stage.open(new Dealer())
  client.connect(await stage.bind(rep))
  await client.send('task')
  await client.send(['', 'another task'])
  return {
    DEALER: textOf((await dealer.receive())[0]),
    REQ: await ofReq,
    REP: await firstGood(rep),
  }
}

/** A receive that waits fails if all that comes is thrown away; the next may get more. */
async function firstGood(rep: Reply): Promise<string> {
  let got: Buffer[] = []
  while ((await outcomeOf(async () => (got = await rep.receive()))) === 'EAGAIN');
  return textOf(got[0])
}

/** The first message that its program gets, unless the socket closes its connection before. */
function firstOf(stage: Stage, req: Request): Promise<string> {
  return new Promise(resolve => {
    req.events.on('disconnect', () => resolve(HUNG_UP))
    stage.play(async () => resolve(textOf((await req.receive())[0])))
  })
}

const HUNG_UP = 'nothing: it closed the connection'

function textOfTask([_delimiter, task]: readonly Buffer[]): string {
  return textOf(task)
}

function shapeOf(frames: readonly Buffer[]): string {
  return frames.map(frame => `[${textOf(frame)}]`).join('')
}
