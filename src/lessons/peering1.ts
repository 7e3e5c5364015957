/** Lesson: the state flow: brokers tell each other how many workers they have free. */

import { Publisher, Subscriber, XPublisher } from 'zeromq'
import { textOf } from '../wire/envelope.js'
import { lesson as asLesson } from './lesson.js'
import { Town } from './real-broker.js'
import type { Stage } from './stage.js'
import { table } from './table.js'
import { play } from './virtual-cloud.js'

export const lesson = asLesson({}, [
  {
    text: `
      Each broker publishes one number, its free workers, and hears those of its peers: PUB and SUB.
      DC1 and DC2 have been up for a while, and both have said "2". Now DC3 joins, and listens to
      both. Neither number changes meanwhile.

      DC1 is our broker, with two workers; for this part its heartbeat is an hour. DC2 is a plain
      PUB in our hands, which speaks when its number changes, and so next when it is 3.`,
    ask: 'What is the first number that DC3 hears from each?',
    choices: ['DC1: 2, DC2: 2', 'DC1: 3, DC2: 3', 'DC1: 2, DC2: 3'],
    answer: 'DC1: 2, DC2: 3',
    because: `
      PUB keeps nothing: what is said while nobody listens is gone. So to DC3, DC2 has no free
      worker until something changes there, and in a cluster where all are idle that may be long.

      A subscription is a message, and an XPUB lets its owner read it. Our statebe is one: with each
      new subscription the broker says its number once more, to all. Who designs a flow of state has
      to ask how somebody new comes to know it; a flow of changes alone does not tell him.`,
    async run(stage) {
      const town = await Town.open(stage)
      const one = await town.broker('DC1', ['DC3'], SELDOM)
      await one.run(0)
      for (const number of [1, 2]) town.worker(`DC1-w000${number}`, one)
      const said = () => town.at('DC1', 'statebe', 'out').map(({ frames }) => String(frames[1]))
      await stage.until('DC1 has said 2', () => said().at(-1) === '2')
      const saidBefore = said().length

      // #region look
      const two = stage.open(new Publisher())
      const endpoints = [`ipc://${town.dir}/DC1-state.ipc`, await stage.bind(two)]
      await two.send(['DC2', '2'])

      const heard = endpoints.map(endpoint => listen(stage, endpoint))
      await stage.until('DC3 has heard DC1', () => heard[0]?.length === 1)
      // PUB does not know when DC3 is there: so it says the next number until that is heard.
      while (heard[1]?.length === 0) {
        await two.send(['DC2', '3'])
        await stage.pause(10)
      }
      // #endregion

      const rows = town.messages
        .filter(({ at, socket }) => at === 'DC1' && socket === 'statebe')
        .slice(saidBefore - 1)
        .map(({ dir, frames: [first, number] }) =>
          dir === 'in'
            ? ['comes in', 'a subscription', typeof first === 'object' ? `0x${first.hex}` : '']
            : ['goes out', 'a number', `${first} | ${number}`],
        )
      stage.draw('at the statebe of DC1', table(['way', 'what', 'frames'], rows))
      const subscriptions = town.at('DC1', 'statebe', 'in').length
      const again = said().slice(saidBefore)
      stage.claim(
        'DC1 speaks because it was subscribed to, and for no other reason',
        subscriptions === 1 && again.join() === '2',
        `${subscriptions} subscription came in, and then there went out: ${again.join(', ')}`,
      )
      return `DC1: ${heard[0]?.[0]}, DC2: ${heard[1]?.[0]}`
    },
  },
  {
    text: `
      How often does a broker speak? If its number has changed; but not more often than once in a
      state interval, 5 ms by default. And once in each heartbeat, a second, even if nothing has
      changed.

      Three clusters of thirty workers, in virtual time, for ten seconds. DC1 gets 1000 tasks a
      second, DC2 gets 40, and DC3 gets none. Each task makes a worker busy, and then free again:
      that is 2000 changes a second at DC1.`,
    ask: 'How many words a second does DC1 say, about?',
    choices: ['one', 'under 200', 'about 1000', 'about 2000'],
    answer: 'under 200',
    because: `
      All changes of one interval become one word, and it has the newest number: nobody wants the
      older ones. So the most that a broker says is known beforehand, however busy it is. The first
      change after a silence is told at once: quiet clusters lose nothing by the interval.

      The heartbeat says two things: "my number", for whoever has missed a word, and "I live", for
      after three seconds of silence a peer is believed no more.`,
    async run(stage) {
      // #region look
      const intervals = ['0ms', '5ms', '50ms']
      const counts = intervals.map(stateInterval => {
        const cluster = { workers: 30, service: 'exp:4ms', stateInterval }
        const load = (at: string, rate: string) =>
          ({ at, executor: 'rate', rate, clients: 500 }) as const
        const { messages } = play(
          {
            clusters: { DC1: cluster, DC2: cluster, DC3: cluster },
            load: [load('DC1', '1000/s'), load('DC2', '40/s')],
          },
          11_000,
        )
        const words = messages.filter(({ socket, dir, t }) => isWord(socket, dir) && t >= 1000)
        return CLUSTERS.map(name => words.filter(({ at }) => at === name).length)
      })
      // #endregion

      const rows = intervals.map((interval, at) => [interval, ...(counts[at] ?? [])])
      stage.draw('words said in ten seconds', table(['state interval', ...CLUSTERS], rows))
      const [eager = [], usual = [], rare = []] = counts
      stage.claim(
        'no broker speaks more than once in an interval',
        usual.every(words => words <= 2001) && rare.every(words => words <= 201),
        `at most ${Math.max(...usual)} words in 2000 intervals, ${Math.max(...rare)} in 200`,
      )
      stage.claim(
        'one that is idle says a word in each heartbeat, whatever the interval',
        [eager[2], usual[2], rare[2]].every(words => words === 10 || words === 11),
        `DC3: ${[eager[2], usual[2], rare[2]].join(', ')} words in ten seconds`,
      )
      stage.claim(
        'without an interval a busy broker says far more',
        (eager[0] ?? 0) > 3 * (usual[0] ?? 0),
        `DC1: ${eager[0]} words, and ${usual[0]} with 5 ms`,
      )
      return saidPerSecond((usual[0] ?? 0) / 10)
    },
  },
  {
    text: `
      A peer can be too slow to listen. Messages wait for it in a queue of limited length, the
      high-water mark: by default 1000 at the sender, and 1000 at the receiver. We make it 2 and 3,
      so that five have room.

      A broker says 1, 2, 3 and so on, up to 20, while its peer does not read. Then the peer reads
      all there is.`,
    ask: 'What does it hear?',
    choices: ['all twenty', '1 to 5', '16 to 20'],
    answer: '1 to 5',
    because: `
      The queue keeps what it has. If it is full, PUB drops the new word, for that subscriber only,
      and nobody is told: each send is fine. So a slow listener has old news, not gaps in it: that
      is the wrong way round for state, where only the newest counts. (There is an option to keep
      the newest message alone, "conflate", but it breaks messages of more than one frame.)

      So let the words be few, that no queue fills: that is the interval. And say again what is
      true: after the next heartbeat the listener knows it, whatever was dropped before.`,
    async run(stage) {
      // #region look
      const statebe = stage.open(new XPublisher({ sendHighWaterMark: 2, sendTimeout: 0 }))
      const statefe = stage.open(new Subscriber({ receiveHighWaterMark: 3, receiveTimeout: 0 }))
      await statebe.bind('inproc://peering1-state')
      statefe.connect('inproc://peering1-state')
      statefe.subscribe()
      await statebe.receive()

      let fine = 0
      for (let number = 1; number <= 20; number++) {
        await statebe.send(['DC1', `${number}`]).then(() => fine++)
      }
      const heard = await readAll(statefe)

      const later: string[] = []
      while (later.length === 0) {
        await statebe.send(['DC1', '20'])
        later.push(...(await readAll(statefe)))
        await stage.pause(5)
      }
      // #endregion

      stage.draw('what was said, and what was heard', [
        'said   1 to 20',
        `heard  ${heard.join(', ')}`,
        `       ${later[0]}, when it was said again`,
      ])
      stage.claim('nobody tells the sender', fine === 20, `${fine} of 20 sends were fine`)
      stage.claim(
        'one more word, and the listener knows what is true',
        later[0] === '20',
        `it believed ${heard.at(-1)}, and now ${later[0]}`,
      )
      return heard.length === 20 ? 'all twenty' : `${heard[0]} to ${heard.at(-1)}`
    },
  },
])

const CLUSTERS = ['DC1', 'DC2', 'DC3']

/** Such a broker says nothing by the clock, and believes for ever what it has heard. */
const SELDOM = { heartbeatMs: 3_600_000, stateTtlMs: 0 }

/** The statefe of DC3. @returns the numbers that it hears, as they come */
function listen(stage: Stage, endpoint: string): string[] {
  const statefe = stage.open(new Subscriber())
  const numbers: string[] = []
  statefe.subscribe()
  statefe.connect(endpoint)
  stage.play(async () => {
    for await (const [, number] of statefe) numbers.push(textOf(number))
  })
  return numbers
}

/** The numbers that wait to be read. */
async function readAll(statefe: Subscriber): Promise<string[]> {
  const numbers: string[] = []
  try {
    while (true) numbers.push(textOf((await statefe.receive())[1]))
  } catch (error) {
    if ((error as { code?: string }).code !== 'EAGAIN') throw error
    return numbers
  }
}

function isWord(socket: string, dir: string): boolean {
  return socket === 'statebe' && dir === 'out'
}

function saidPerSecond(words: number): string {
  if (words < 5) return 'one'
  if (words < 200) return 'under 200'
  return words < 1500 ? 'about 1000' : 'about 2000'
}
