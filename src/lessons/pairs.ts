/** Lesson: which of the four request-reply sockets may talk to which, and what the others do. */

import { Dealer, Reply, Request, Router } from 'zeromq'
import { lesson as asLesson } from './lesson.js'
import { FINE, outcomeOf } from './outcome.js'
import type { Stage } from './stage.js'
import { inWords, table } from './table.js'

type Name = 'REQ' | 'DEALER' | 'ROUTER' | 'REP'

/** The one that connects and speaks first, and the one that binds and answers. */
const PAIRS: readonly (readonly [Name, Name])[] = [
  ['REQ', 'REP'],
  ['DEALER', 'REP'],
  ['REQ', 'ROUTER'],
  ['DEALER', 'ROUTER'],
  ['DEALER', 'DEALER'],
  ['ROUTER', 'ROUTER'],
  ['REQ', 'REQ'],
  ['REQ', 'DEALER'],
  ['REP', 'REP'],
  ['ROUTER', 'REP'],
]

export const lesson = asLesson({}, [
  {
    text: `
      REQ and DEALER ask, REP and ROUTER answer: that is how they are meant. Four kinds of sockets
      make ten pairs, and no compiler objects to any of them. We try all ten over TCP: one socket
      connects and speaks first, the other has bound, and sends back what it gets.`,
    ask: 'How many of the ten pairs will not have anything to do with each other?',
    choices: ['none', 'two', 'four', 'six'],
    answer: 'four',
    because: `
      The first thing that two sockets tell each other is of which kind they are. If those two
      cannot work together, libzmq ends the connection at once. Six pairs are legal, as the Guide
      says. It explains how the other four would go wrong; over a network, today's libzmq does not
      even let them talk. (EFSM is libzmq's word for "it is not your turn", and EHOSTUNREACH for
      "nobody of that name is connected".)`,
    async run(stage) {
      const trials = await Promise.all(PAIRS.map(pair => tryPair(stage, pair)))

      stage.draw(
        'ten pairs over TCP',
        table(
          ['speaks', 'answers', 'handshake', 'what came of it'],
          trials.map(({ pair, isRefused, outcome }) => [
            ...pair,
            isRefused ? 'refused' : 'done',
            outcome,
          ]),
        ),
      )
      const refused = trials.filter(({ isRefused }) => isRefused)
      stage.claim(
        'a pair talks if the handshake is done, and only then',
        trials.every(({ isRefused, outcome }) => isRefused !== (outcome === 'answered')),
        `${trials.length - refused.length} were answered`,
      )
      return inWords(refused.length)
    },
  },
  {
    text: `
      A slip of the pen: the server was written with a DEALER, where a REP should be. The client, a
      REQ, connects to it as ever, and asks.`,
    ask: 'What tells the program of the client that the two do not fit?',
    choices: ['an error of connect()', 'an error in place of the answer', 'only events'],
    answer: 'only events',
    because: `
      connect() says where to connect to; the rest happens later, in the background. send() puts the
      message into a queue that nobody empties, or, if the socket has noticed already, finds no
      connection, as with a server that is not up yet: EAGAIN, and without a timeout it waits for
      ever. Those who listen to the events of the socket see a connection that ends before its
      handshake. If a new program is silent, look there first.`,
    async run(stage) {
      // #region look
      const dealer = stage.open(new Dealer())
      const req = stage.open(new Request({ sendTimeout: 100, receiveTimeout: 100 }))
      const events: string[] = []
      for (const type of ['connect', 'handshake', 'disconnect'] as const) {
        req.events.on(type, () => events.push(type))
      }

      const connected = await outcomeOf(async () => req.connect(await stage.bind(dealer)))
      await stage.until('the connection has ended', () => events.includes('disconnect'))
      const sent = await outcomeOf(() => req.send('Hello'))
      const answered = sent === FINE ? await outcomeOf(() => req.receive()) : 'not tried'
      // #endregion

      stage.draw(
        'what the client saw',
        table(
          ['call', 'what came of it'],
          [
            ['connect()', connected],
            ['send()', sent],
            ['receive()', answered],
          ],
        ),
      )
      stage.say(`The events of its socket: ${events.join(', ')}.`)
      if (connected !== FINE) return 'an error of connect()'
      if (answered === FINE) return 'an error in place of the answer'
      stage.claim(
        'the events tell: it was connected, and never shook hands',
        events.includes('connect') && !events.includes('handshake'),
        events.join(', '),
      )
      return 'only events'
    },
  },
  {
    text: `
      Inside a process, over inproc, there is no network and no handshake: what was refused above
      connects. So here we can see what the Guide warns of. Two REQ sockets are connected to one
      DEALER. The first asks twice, the second never asks; the DEALER answers each question.`,
    ask: 'How many answers does the first REQ get?',
    choices: ['one', 'two', 'none'],
    answer: 'one',
    because: `
      DEALER does not know from whom a message came, and deals out what it sends: one to each
      connection in turn. The second answer went to the socket that had not asked, and that threw
      it away. With one client it would have worked, until the second came. To send an answer
      where the question came from takes REP or ROUTER.`,
    async run(stage) {
      const endpoint = 'inproc://pairs-dealer'
      const dealer = stage.open(new Dealer())
      await dealer.bind(endpoint)
      const [first, second] = [stage.open(new Request()), stage.open(new Request())]
      first.connect(endpoint)
      second.connect(endpoint)

      const answers: string[] = []
      for (const question of ['first question', 'second question']) {
        const answer = await askDealer(first, dealer, question)
        stage.say(
          `The ${question}: ${answer.length > 0 ? 'the answer came home' : 'no answer came'}.`,
        )
        answers.push(...answer)
      }

      const refused = PAIRS.slice(-4)
      const trials = await Promise.all(refused.map(pair => tryPair(stage, pair, 'inproc')))
      stage.draw(
        'the four pairs that TCP refused, over inproc',
        table(
          ['speaks', 'answers', 'what came of it'],
          trials.map(({ pair, outcome }) => [...pair, outcome]),
        ),
      )
      const talking = trials.filter(({ outcome }) => outcome === 'answered')
      stage.claim(
        'inside a process DEALER can answer a REQ, and ROUTER can ask a REP that it knows',
        talking.map(({ pair }) => pair.join(' to ')).join() === 'REQ to DEALER,ROUTER to REP',
        trials.map(({ pair, outcome }) => `${pair.join(' to ')}: ${outcome}`).join('; '),
      )
      return inWords(answers.length)
    },
  },
])

interface Trial {
  readonly pair: readonly [Name, Name]
  readonly isRefused: boolean
  readonly outcome: string
}

async function tryPair(
  stage: Stage,
  pair: readonly [Name, Name],
  transport: 'tcp' | 'inproc' = 'tcp',
): Promise<Trial> {
  const asker = stage.open(openSocket(pair[0], 'ASKER'))
  const answerer = stage.open(openSocket(pair[1], 'ANSWERER'))
  const events: string[] = []
  asker.events.on('handshake', () => events.push('handshake'))
  asker.events.on('disconnect', () => events.push('disconnect'))
  if (transport === 'inproc') {
    await answerer.bind(`inproc://${pair.join('-')}`)
    asker.connect(`inproc://${pair.join('-')}`)
  } else {
    asker.connect(await stage.bind(answerer))
    await stage.until(`${pair.join(' and ')} have met`, () => events.length > 0)
  }
  const isRefused = events[0] === 'disconnect'
  // Who was refused gets nothing however long it waits; inside a process all comes at once.
  const isSoon = isRefused || transport === 'inproc'
  asker.receiveTimeout = answerer.receiveTimeout = isSoon ? 200 : 3000
  return { pair, isRefused, outcome: await exchange(pair[0], asker, answerer) }
}

function openSocket(name: Name, routingId: string): Request | Dealer | Router | Reply {
  const options = { routingId, sendTimeout: 0 }
  if (name === 'REQ') return new Request(options)
  if (name === 'DEALER') return new Dealer(options)
  if (name === 'REP') return new Reply(options)
  return new Router({ ...options, mandatory: true })
}

type AnySocket = ReturnType<typeof openSocket>

/** One says "Hello", the other sends back whatever it hears. */
async function exchange(name: Name, asker: AnySocket, answerer: AnySocket): Promise<string> {
  const hello = { REQ: ['Hello'], REP: ['Hello'], DEALER: ['', 'Hello'] } as const
  const message = name === 'ROUTER' ? ['ANSWERER', '', 'Hello'] : [...hello[name]]
  const sent = await outcomeOf(() => asker.send(message))
  if (sent !== FINE) return `send() fails: ${sent}`
  const echo = outcomeOf(async () => answerer.send(await answerer.receive()))
  const answer = outcomeOf(() => asker.receive())
  const failed = echo.then(outcome => (outcome === FINE ? answer : outcome))
  const outcome = await Promise.race([answer, failed])
  if (outcome === FINE) return 'answered'
  return outcome === 'EAGAIN' ? 'sent, then silence' : `the other cannot receive: ${outcome}`
}

/** The second REQ is the next in turn when the first asks again. */
async function askDealer(req: Request, dealer: Dealer, question: string): Promise<string[]> {
  await req.send(question)
  await dealer.send(await dealer.receive())
  // Inside a process the answer is there at once, or not at all.
  req.receiveTimeout = 50
  return (await req.receive().catch(() => [])).map(String)
}
