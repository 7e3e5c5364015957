/** Lesson: the local flow and the cloud flow: a task goes to a peer, and its answer comes home. */

import { Publisher, Router } from 'zeromq'
import { namedFrames } from '../trace/named-frames.js'
import type { MessageEvent } from '../trace/trace.js'
import { endpointOf } from '../wire/endpoints.js'
import { lesson as asLesson } from './lesson.js'
import { Town } from './real-broker.js'
import type { Stage } from './stage.js'
import { inWords, table } from './table.js'

export const lesson = asLesson({}, [
  {
    text: `
      Two real brokers, and all of their messages are written down. DC1 has one worker, DC2 has
      three. A client of DC1 asks, by a REQ socket that sends one body: "DC1-c0001#1".`,
    ask: 'How many frames does DC1 send to the worker that it chooses?',
    choices: ['three', 'four', 'five', 'six'],
    answer: 'five',
    because: `
      The task came with an envelope of one address and a delimiter: the client. The broker puts the
      worker and a delimiter in front. Its ROUTER takes the first frame to find the connection, REQ
      takes the delimiter, and the worker has three frames left, which it sends back as they are,
      but for the body. So the address of the client travels to the worker and home again.

      And the task stays at home, though DC2 has three times as many idle workers: local first.`,
    async run(stage) {
      const town = await Town.open(stage)
      const [one, two] = await town.pair()
      town.worker('DC1-w0001', one)
      for (const number of [1, 2, 3]) town.worker(`DC2-w000${number}`, two)
      await untilHeard(stage, town, '3')
      await stage.until('DC1 has its worker', () => town.at('DC1', 'localbe', 'in').length > 0)

      const answer = await town.ask('DC1-c0001', one)

      const delegated = town.at('DC1', 'cloudbe', 'out').length
      stage.claim(
        'nothing was delegated',
        delegated === 0 && answer.endsWith('@DC1-w0001'),
        `the answer is ${answer}; ${inWords(delegated)} went out by cloudbe`,
      )
      const [request] = town.at('DC1', 'localfe', 'in')
      const [task] = town.at('DC1', 'localbe', 'out')
      if (!request || !task) throw new Error('the task left no trace')
      stage.message('DC1 takes it in, at localfe', request)
      stage.message('DC1 gives it to its worker, by localbe', task)
      return inWords(task.frames.length)
    },
  },
  {
    text: `
      Now DC1 has no worker. Its broker pushes a delegation id, a number by which it remembers what
      it gave away, and then the name of DC2. Follow the task to the worker: what each socket pushes
      is on top, so that the first frame is always the next step.`,
    ask: 'How many frames does DC2 send to its worker?',
    choices: ['five', 'six', 'seven', 'eight'],
    answer: 'seven',
    because: `
      Five as at home, then two more: the peer that it came from, and the id. DC2 does not read what
      is behind the name of DC1; to it these are addresses. Where DC1 had written "DC2", DC2 finds
      "DC1": ROUTER takes off the name to send to, the other ROUTER puts on the name it came
      from. On the way home each step pops what it had pushed, so that the client gets what it would
      have got at home, and notices nothing.`,
    async run(stage) {
      // #region look
      const town = await Town.open(stage)
      const [one, two] = await town.pair()
      town.worker('DC2-w0001', two)
      await untilHeard(stage, town, '1')

      const answer = await town.ask('DC1-c0001', one)
      const way = town.messages.filter(({ frames }) => String(frames.at(-1)).includes('c0001#1'))
      // #endregion

      for (const hop of way.filter(isTold)) stage.message(whereOf(hop), hop)
      stage.draw('the whole way, with the first frames', table(['', '', '', 'frames'], rowsOf(way)))
      const [pushed] = idsIn(way)
      stage.claim(
        'one id is pushed by DC1, and is on the task until it is home again',
        pushed !== undefined && idsIn(way).every(id => id === pushed) && idsIn(way).length === 6,
        `${pushed} is in ${idsIn(way).length} of the ${way.length} messages`,
      )
      stage.claim(
        'the client gets one body',
        answer === 'DC1-c0001#1@DC2-w0001',
        `it is handed "${answer}"`,
      )
      return inWords(town.at('DC2', 'localbe', 'out')[0]?.frames.length)
    },
  },
  {
    text: `
      What is the id good for, if the address of the client is in the envelope anyway? We play a
      peer that errs. DC2 is no broker this time, but two sockets in our hands: it says that it has
      one worker, takes the task, and answers it twice.`,
    ask: 'How many answers does DC1 send to its client?',
    choices: ['none', 'one', 'two'],
    answer: 'one',
    because: `
      DC1 keeps each task that it gave away, by its id, until the answer comes. The first answer
      finds the id; the second finds nothing, is counted as late, and is dropped. The same memory
      saves the task if the peer dies: it comes home and goes to somebody else, under a new id, and
      if the dead was only slow, its answer is the one that is late.

      The Guide's program has no such memory. It sends home whatever comes, and what was sent to a
      dead peer is gone.`,
    async run(stage) {
      const town = await Town.open(stage)
      const one = await town.broker('DC1', ['DC2'])
      const at = (socket: 'cloud' | 'state') =>
        endpointOf({ dir: town.dir, template: 'ipc://{dir}/{cluster}-{socket}.ipc' }, 'DC2', socket)
      // #region look
      const cloudfe = stage.open(new Router({ routingId: 'DC2' }))
      const statebe = stage.open(new Publisher())
      await cloudfe.bind(at('cloud'))
      await statebe.bind(at('state'))
      one.connect()
      await cloudfe.receive()
      await one.run(0)
      await tellUntilHeard(stage, town, () => statebe.send(['DC2', '1']))

      const asked = town.ask('DC1-c0001', one)
      const task = await cloudfe.receive()
      await cloudfe.send([...task.slice(0, -1), 'the first answer'])
      await cloudfe.send([...task.slice(0, -1), 'the second answer'])
      // #endregion

      const answer = await asked
      const isLate = () => town.events.some(event => 'fact' in event && event.fact === 'late')
      await stage.until('the second answer has come', isLate)
      const answers = town.at('DC1', 'cloudbe', 'in')
      for (const [index, event] of answers.entries()) {
        stage.message(`answer ${index + 1}, as DC1 takes it in at cloudbe`, event)
      }
      stage.claim(
        'both answers came to DC1, and the second was noted as late',
        answers.length === 2 && isLate(),
        `${answers.length} came, and the client has "${answer}"`,
      )
      return inWords(town.at('DC1', 'localfe', 'out').length)
    },
  },
])

/** Waits until DC2 has said that so many of its workers are free. */
async function untilHeard(stage: Stage, town: Town, capacity: string): Promise<void> {
  await stage.until(`DC1 has heard of ${capacity}`, () =>
    town.at('DC1', 'statefe', 'in').some(({ frames }) => frames[1] === capacity),
  )
}

/** A plain PUB does not know when somebody begins to listen, so it has to say it again. */
async function tellUntilHeard(stage: Stage, town: Town, tell: () => Promise<void>): Promise<void> {
  while (town.at('DC1', 'statefe', 'in').length === 0) {
    await tell()
    await stage.pause(10)
  }
}

/** Those that are drawn frame by frame: the way there, where frames are pushed. */
function isTold({ socket, dir }: MessageEvent): boolean {
  return (
    (socket === 'cloudbe' && dir === 'out') ||
    (socket === 'cloudfe' && dir === 'in') ||
    (socket === 'localbe' && dir === 'out')
  )
}

function whereOf({ at, socket, dir }: MessageEvent): string {
  return dir === 'in' ? `${at} takes it in, at ${socket}` : `${at} sends it, by ${socket}`
}

function rowsOf(way: readonly MessageEvent[]): string[][] {
  return way.map(({ at, socket, dir, frames }) => [
    at,
    socket,
    dir === 'in' ? 'in' : 'out',
    frames
      .slice(0, -1)
      .map(frame => `[${frame}]`)
      .join(''),
  ])
}

function idsIn(way: readonly MessageEvent[]): string[] {
  return way.flatMap(event =>
    namedFrames(event).flatMap(({ frame, name }) =>
      name === 'delegation id' ? [String(frame)] : [],
    ),
  )
}
