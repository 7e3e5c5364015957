/** Lesson: more than one cluster: workers at both brokers, brokers that talk, or a super-broker. */

import { Request, Router } from 'zeromq'
import { textOf } from '../wire/envelope.js'
import { lesson as asLesson } from './lesson.js'
import type { Stage } from './stage.js'
import { aroundSuperBroker, SUPER, withSuperBrokers } from './super-broker.js'
import { inWords, table } from './table.js'
import { counted, type Played, play, type Scenario, tasksAt } from './virtual-cloud.js'

export const lesson = asLesson({}, [
  {
    text: `
      Two clusters, each with a broker and two workers. The clients of each shall have the workers
      of the other, too. Idea one: workers connect to both brokers, and say READY to both. Brokers
      are as simple as ever: a task goes to the worker that has been ready for longest.

      Two tasks come to broker DC1, and then two to broker DC2. There are four workers.`,
    ask: 'How many of the four workers get something to do?',
    choices: ['two', 'three', 'four'],
    answer: 'two',
    because: `
      "I am ready" is a promise, and it was given twice. Neither broker knows that the other has
      made use of it, so that two workers have two tasks each, and two have none. And nobody here
      can prefer what is near: to a broker all are workers. Load balancing works because one broker
      alone knows who is free; idea one takes that away.`,
    async run(stage) {
      // #region look
      const brokers = [await openBroker(stage), await openBroker(stage)]
      const workers = ['DC2-w1', 'DC1-w1', 'DC1-w2', 'DC2-w2']
      for (const worker of workers) {
        for (const broker of brokers) {
          const req = stage.open(new Request({ routingId: worker }))
          req.connect(broker.endpoint)
          await req.send('READY')
          await broker.hear()
        }
      }

      const given: string[][] = []
      for (const broker of brokers) given.push([await broker.assign(), await broker.assign()])
      // #endregion

      const taskOf = (worker: string, at: number) => (given[at]?.includes(worker) ? 1 : 0)
      const rows = workers.map(worker => [worker, taskOf(worker, 0), taskOf(worker, 1)] as const)
      stage.draw('tasks that each worker has', table(['worker', 'of DC1', 'of DC2'], rows))
      const away = given.map((of, at) => of.filter(worker => !worker.startsWith(`DC${at + 1}`)))
      const idle = workers.filter(worker => !given.flat().includes(worker))
      stage.claim(
        'tasks leave home while workers at home are idle',
        away.every((of, at) => of.length > 0 && idle.some(one => one.startsWith(`DC${at + 1}`))),
        `to ${away.flat().join(' and ')}, while ${idle.join(' and ')} have nothing to do`,
      )
      return inWords(workers.length - idle.length)
    },
  },
  {
    text: `
      Idea two: workers have one broker each, as before, and the brokers talk. Each tells the other
      how many workers it has free. The same clusters; this time all four tasks come to DC1.`,
    ask: 'How many of them leave for DC2?',
    choices: ['none', 'two', 'three', 'four'],
    answer: 'two',
    because: `
      DC1 knows its two workers best, and uses them first. Only what would have to wait leaves. The
      common case, where a cluster has workers enough, costs nothing; and neither a client nor a
      worker had to be changed. All of it is in one place: the brokers.`,
    async run(stage) {
      // #region look
      const clusters = {
        DC1: { workers: 2, service: '1s' },
        DC2: { workers: 2, service: '1s' },
      }
      const lending = play({ clusters, load: [tasksAt('DC1', 4)] }, 5000)
      // #endregion
      const even: Scenario = { clusters, load: [tasksAt('DC1', 2), tasksAt('DC2', 2)] }
      const balanced = play(even, 5000)

      stage.draw(
        'tasks that brokers gave to workers',
        table(
          ['tasks come to', 'DC1-w1', 'DC1-w2', 'DC2-w1', 'DC2-w2', 'left home'],
          [
            ['DC1, DC1, DC1, DC1', ...givenIn(lending), counted(lending.events, 'delegated')],
            ['DC1, DC1, DC2, DC2', ...givenIn(balanced), counted(balanced.events, 'delegated')],
          ],
        ),
      )
      stage.claim(
        'no worker has two tasks while another has none',
        [...givenIn(lending), ...givenIn(balanced)].every(tasks => tasks === 1),
        `tasks of each: ${givenIn(lending).join(', ')}; then ${givenIn(balanced).join(', ')}`,
      )
      stage.claim(
        'nothing leaves home while a worker at home is idle',
        counted(balanced.events, 'delegated') === 0,
        `delegated, of two tasks at each broker: ${counted(balanced.events, 'delegated')}`,
      )
      return inWords(counted(lending.events, 'delegated'))
    },
  },
  {
    text: `
      Brokers that talk have to be connected: each connects to all others. And each tells all the
      others of every change. The Guide says that this gets no more complex with more brokers, and
      that if it does, one can add a super-broker, to which all others talk.

      We start 2, 4, 8 and 16 clusters, both ways, and count connections, and the words that reach
      anybody when each broker tells its capacity once.`,
    ask: 'From 8 brokers to 16: how many times as many connections do peers need?',
    choices: ['twice as many', 'about four times as many', 'about eight times as many'],
    answer: 'about four times as many',
    because: `
      N brokers have N - 1 peers each, so N times N - 1 connections, and as many words. With a
      super-broker there are 2 N: that grows with the brokers, not with their square. At 16 this is
      240 against 32, and libzmq does not mind 240. The square matters for hundreds of brokers;
      docs/experiments/clusters.md has the figures up to a hundred.`,
    async run(stage) {
      const rows = [2, 4, 8, 16].map(count => {
        const names = Array.from({ length: count }, (_, at) => `DC${at + 1}`)
        const clusters = Object.fromEntries(names.map(name => [name, { workers: 1 }]))
        const peers = play({ clusters, load: [] }, 2999)
        const star = { clusters: aroundSuperBroker(clusters), load: [] }
        const around = play(star, 2999, withSuperBrokers)
        return [count, connections(peers), words(peers), connections(around), words(around)]
      })
      const head = ['brokers', 'connections', 'words', 'with a super-broker', 'its words']
      stage.draw('peers, and a super-broker in the middle', table(head, rows))
      stage.claim(
        'peers need N (N - 1) connections, and as many words; a super-broker 2 N of each',
        rows.every(([n = 0, ...seen]) => {
          return seen.join() === [n * (n - 1), n * (n - 1), 2 * n, 2 * n].join()
        }),
        rows.map(([n, ...seen]) => `${n}: ${seen.join(', ')}`).join('; '),
      )
      const ratio = (rows[3]?.[1] ?? 0) / (rows[2]?.[1] ?? 1)
      return ratio > 3 && ratio < 6 ? 'about four times as many' : 'twice as many'
    },
  },
  {
    text: `
      So the super-broker it is? We look at what it costs. A message takes 10 ms from one broker to
      another, work takes 100 ms, and one task of DC1 finds no worker at home.

      Then we end one process, and send another task: with peers we end DC3, to whom the task could
      have gone as well; with the super-broker, we end the super-broker.`,
    ask: 'When is the first task answered, by way of the super-broker?',
    choices: ['after 110 ms', 'after 120 ms', 'after 140 ms'],
    answer: 'after 140 ms',
    because: `
      A request takes two links where it took one, and so does its answer: twice 10 ms more. And the
      super-broker is the one that all need. With it gone, each cluster is alone, however many idle
      workers there are. That can be mended, by two super-brokers and more code for the day when
      one of them is gone. Peers need no such code: any of them can be gone.`,
    async run(stage) {
      // #region look
      const clusters = {
        DC1: { workers: 0 },
        DC2: { workers: 2, service: '100ms' },
        DC3: { workers: 2, service: '100ms' },
      }
      const links = { default: { latency: '10ms' } }
      const load = [tasksAt('DC1', 1), tasksAt('DC1', 1, 3000)]

      const among = { clusters, links, load, faults: [{ at: '2s', kill: 'DC3' }] }
      const star = aroundSuperBroker(clusters)
      const around = { ...among, clusters: star, faults: [{ at: '2s', kill: SUPER }] }
      const peers = play(among, 6000)
      const superBroker = play(around, 6000, withSuperBrokers)
      // #endregion

      const [direct, indirect] = [answersIn(peers), answersIn(superBroker)]
      stage.draw(
        'two tasks of DC1, and between them somebody ends',
        table(
          ['', 'who ends', 'first answer', 'second answer'],
          [
            ['peers', 'DC3', ...direct],
            ['super-broker', SUPER, ...indirect],
          ],
        ),
      )
      stage.claim(
        'without DC3 the other peer takes it',
        direct[1] === 'after 120 ms',
        `the second task: ${direct[1]}`,
      )
      stage.claim(
        'without the super-broker nobody takes it, and four workers are idle',
        indirect[1] === 'none in 3 s',
        `the second task: ${indirect[1]}`,
      )
      return indirect[0] ?? ''
    },
  },
])

// #region look
/** A broker of idea one: it knows who has said READY to it, and no other broker. */
async function openBroker(stage: Stage) {
  const backend = stage.open(new Router())
  const endpoint = await stage.bind(backend)
  const ready: string[] = []
  return {
    endpoint,
    async hear(): Promise<void> {
      const [worker] = await backend.receive()
      ready.push(textOf(worker))
    },
    /** A task, to the worker that has been ready for longest. */
    async assign(): Promise<string> {
      const worker = ready.shift() ?? ''
      await backend.send([worker, '', 'task'])
      return worker
    },
  }
}
// #endregion

/** How many tasks each worker was given, before any had answered. */
function givenIn({ messages }: Played): number[] {
  return ['DC1-w0001', 'DC1-w0002', 'DC2-w0001', 'DC2-w0002'].map(
    worker =>
      messages.filter(
        ({ socket, dir, frames, t }) =>
          socket === 'localbe' && dir === 'out' && frames[0] === worker && t < 2000,
      ).length,
  )
}

function connections({ events }: Played): number {
  return counted(events, 'connected')
}

/** What reached anybody at the second heartbeat, when all is quiet. */
function words({ messages }: Played): number {
  return messages.filter(({ socket, dir, t }) => socket === 'statefe' && dir === 'in' && t > 1999)
    .length
}

/** Since the clients of DC1 asked: one after a second, the other after three. */
function answersIn({ messages }: Played): string[] {
  const answerTo = (client: string, askedMs: number) => {
    const answer = messages.find(
      ({ socket, dir, frames }) => socket === 'localfe' && dir === 'out' && frames[0] === client,
    )
    return answer ? `after ${Math.round(answer.t - askedMs)} ms` : 'none in 3 s'
  }
  return [answerTo('DC1-c0001', 1000), answerTo('DC1-c0002', 3000)]
}
