/** Traces of clusters that run: seen by whoever asks, and no burden on anybody else. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { describe } from 'vitest'
import { Subscriber, XPublisher } from 'zeromq'
import { readTrace } from '../../src/cli/trace-file.js'
import { TraceCollector } from '../../src/live/trace-collector.js'
import { TraceReader } from '../../src/live/trace-reader.js'
import { BrokerReplayer } from '../../src/trace/broker-replayer.js'
import { isMessage, type TraceEvent, traceLine } from '../../src/trace/trace.js'
import { DEFAULT_TEMPLATE, endpointOf } from '../../src/wire/endpoints.js'
import { taskIdIn } from '../../src/wire/task.js'
import { type Line, liveTest, type Place, QUICK } from '../support/live.js'
import { CLUSTERS, EVEN, leftIn, run, startRun } from '../support/run.js'

const READER = fileURLToPath(new URL('../support/trace-reader.mjs', import.meta.url))

const namingOf = (place: Place) => ({ dir: place.dir, template: DEFAULT_TEMPLATE })

/** The events up to the first that is like that, with it. */
async function eventsUntil(reader: TraceReader, isLast: (event: TraceEvent) => boolean) {
  const events: TraceEvent[] = []
  for await (const event of reader) {
    events.push(event)
    if (isLast(event)) break
  }
  return events
}

/** How many events of localbe have been written down until now: each has a number. */
async function numberNow(place: Place): Promise<number> {
  const socket = new Subscriber({ linger: 0 })
  socket.subscribe('localbe')
  socket.connect(`ipc://${place.dir}/DC1-trace.ipc`)
  const [, number] = await socket.receive()
  socket.close()
  return Number(number)
}

describe.concurrent('the trace of a cluster that runs', () => {
  liveTest(
    'has the way of a task over all sockets, until the cluster ends',
    async ({ place, expect }) => {
      const naming = namingOf(place)
      await expect(TraceReader.open(naming, ['DC1'], [])).rejects.toThrow(
        `DC1 is not running in ${place.dir}, and no other cluster is: start it, or use another`,
      )
      const dc1 = place.start(`DC1 DC2 ${QUICK} --workers 1`)
      const dc2 = place.start(`DC2 DC1 ${QUICK} --clients 1`)
      await dc1.status('DC1', 'tasks delegated', ({ cloud }) => cloud > 0)
      await expect(TraceReader.open(naming, ['DC1', 'DC3'], [])).rejects.toThrow(
        `DC3 is not running in ${place.dir}, where DC1, DC2 can be found: did you mean "DC1"?`,
      )
      const reader = await TraceReader.open(naming, ['DC1', 'DC2'], [])
      // Tasks under way as the reader comes have less of it; each cluster has its pace.
      const ways = new Map<string, string[]>()
      let way: string[] = []
      const first = await eventsUntil(reader, event => {
        if (!isMessage(event)) return false
        const { at, socket, dir, frames } = event
        const task = taskIdIn(String(frames.at(-1)))
        if (task === undefined) return false
        way = [...(ways.get(task) ?? []), `${at} ${socket} ${dir}`]
        ways.set(task, way)
        return way.length === 8
      })
      expect(way.sort()).toEqual([
        'DC1 cloudbe in',
        'DC1 cloudbe out',
        'DC1 localfe in',
        'DC1 localfe out',
        'DC2 cloudfe in',
        'DC2 cloudfe out',
        'DC2 localbe in',
        'DC2 localbe out',
      ])
      const facts = new Set(first.map(event => (isMessage(event) ? '' : event.fact)))
      expect([...facts]).toEqual(expect.arrayContaining(['delegated', 'drew', 'told', 'tick']))

      for (const { child } of [dc1, dc2]) child.kill('SIGINT')
      const rest = await eventsUntil(reader, () => false)
      const ends = rest.filter(event => !isMessage(event) && event.fact === 'end')
      expect(ends.map(({ at }) => at).sort()).toEqual(['DC1', 'DC2'])
      for (const at of ['DC1', 'DC2']) {
        const times = [...first, ...rest].filter(event => event.at === at).map(({ t }) => t)
        expect(times).toEqual(times.toSorted((a, b) => a - b))
      }
      expect(reader.missed).toBe(0)
    },
  )

  liveTest('is as much as was asked for, and not when nobody asks', async ({ place, expect }) => {
    const dc1 = place.start(`DC1 ${QUICK}`)
    await dc1.status('DC1', 'work done', ({ done }) => done > 0)
    const reader = await TraceReader.open(namingOf(place), ['DC1'], ['localfe', 'statebe'])
    const events = await eventsUntil(reader, ({ t }) => t > 300)
    const sockets = events.map(event => (isMessage(event) ? event.socket : 'fact'))
    expect(new Set(sockets)).toEqual(new Set(['localfe', 'statebe']))
    reader.close()

    const other = spawn(process.execPath, [READER, place.dir, DEFAULT_TEMPLATE], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(createInterface(other.stdout), 'line')
    other.kill('SIGKILL')
    await once(other, 'exit')
    const before = await numberNow(place)
    expect(before).toBeGreaterThan(10)
    const { done } = await dc1.status('DC1', 'a word later', () => true, dc1.mark)
    await dc1.status('DC1', 'more work done', status => status.done > done + 100)
    // A hundred tasks are two hundred messages of localbe, and nobody wrote them down.
    expect((await numberNow(place)) - before).toBeLessThan(100)
    await dc1.end()
  })

  liveTest('tells a slow reader how much it missed', async ({ place, expect }) => {
    const dc1 = place.start('DC1 --load closed:0ms --service 0ms --clients 50 --workers 50')
    await dc1.status('DC1', 'work done', ({ done }) => done > 0)
    const reader = await TraceReader.open(namingOf(place), ['DC1'], ['localfe'])
    const events = reader[Symbol.asyncIterator]()
    await events.next()
    const { done } = await dc1.status('DC1', 'a word later', () => true, dc1.mark)
    // Far more than there is room for, and the broker does not wait.
    await dc1.status('DC1', 'more work', status => status.done > done + 10_000, dc1.mark)
    expect(reader.missed).toBe(0)
    while (reader.missed === 0) await events.next()
    expect(reader.missed).toBeGreaterThan(5000)
    reader.close()
    expect((await dc1.end()).total.lost).toBe(0)
  })
})

liveTest('a trace is open as soon as all subscriptions are in force', async ({ place, expect }) => {
  const trace = new XPublisher({ linger: 0 })
  await trace.bind(endpointOf(namingOf(place), 'DC1', 'trace'))
  let isOpen = false
  const opening = TraceReader.open(namingOf(place), ['DC1'], ['fact']).then(reader => {
    isOpen = true
    return reader
  })
  const subscriptions = [await trace.receive(), await trace.receive()].map(([frame]) => frame)
  const [fact, acknowledged] = subscriptions.map(frame => String(frame?.subarray(1)))
  expect(fact).toBe('fact')
  await trace.send([
    'fact',
    '1',
    traceLine({ t: 0, at: 'DC1', fact: 'ready', about: 'w', count: 1 }),
  ])
  expect(isOpen).toBe(false)
  await trace.send([acknowledged ?? '', '0', ''])
  const reader = await opening
  trace.close()
  const events = await eventsUntil(reader, () => false)
  expect(events.map(event => !isMessage(event) && event.fact)).toEqual(['ready', 'end'])
})

/** Its facts of that name, at that place. */
const factsOf = (events: readonly TraceEvent[], at: string, fact: string) =>
  events.flatMap(event =>
    !isMessage(event) && event.at === at && event.fact === fact ? [event] : [],
  )

/** That a cluster broke down. */
const isDeath = (line: Line) => line.type === 'event' && line.event === 'died'

/** Its brokers, run again to its end. */
function rerunOf(events: readonly TraceEvent[]): BrokerReplayer {
  const rerun = new BrokerReplayer(events)
  rerun.statesAfter(events.length)
  return rerun
}

describe.concurrent('the trace of a run', () => {
  liveTest(
    'has all that happened, and its brokers do the same again, whatever became of them',
    async ({ place, expect }) => {
      const faults = 'faults: [{ at: 500ms, kill: B, restart: 1s }]\n'
      const scenario = `${CLUSTERS}duration: 2s\n${EVEN}${faults}`
      const { report } = await run(place, scenario, '--trace', 'a.jsonl')
      const events = readTrace(join(place.dir, 'a.jsonl'))
      expect(rerunOf(events).difference).toBeUndefined()
      expect(factsOf(events, 'cloud', 'fault').map(({ about }) => about)).toEqual([
        'kill B',
        'restart B',
      ])
      expect(factsOf(events, 'B', 'start')).toHaveLength(2)
      expect(factsOf(events, 'B', 'end')).toHaveLength(1)
      for (const name of ['A', 'C']) {
        const { done } = report.clusters[name] ?? {}
        // What is answered after the end is in the trace, and in no figure.
        const answered = factsOf(events, name, 'answered').filter(({ t }) => t < 2000)
        expect([name, answered.length]).toEqual([name, done])
        const asked = events.filter(({ at }) => at.startsWith(`${name}-c`)).filter(isMessage)
        expect(asked.filter(({ dir }) => dir === 'out').length).toBeGreaterThanOrEqual(done ?? 0)
      }
      const times = events.map(({ t }) => t)
      expect(times).toEqual(times.toSorted((a, b) => a - b))
      expect(leftIn(place)).toEqual([])
    },
  )

  liveTest(
    'has no name of a task twice, however often a cluster is killed',
    async ({ place, expect }) => {
      // The second comes while it is being started.
      const faults =
        'faults: [{ at: 500ms, kill: B, restart: 1s }, { at: 1010ms, kill: B, restart: 1500ms }]\n'
      const scenario = `${CLUSTERS}duration: 1m\n${EVEN}${faults}`
      const program = startRun(place, scenario, '--trace', 'a.jsonl')
      const { sent } = await program.status('B', 'the first life', status => status.sent > 0)
      await program.until('the last fault', line => line.type === 'status' && line.t >= 2000)
      // More than one life can have sent that does not last a second.
      await program.status('B', 'the last life', status => status.sent > sent + 150)
      program.child.kill('SIGINT')
      await program.exit()
      expect(program.lines.filter(isDeath)).toEqual([])
      const events = readTrace(join(place.dir, 'a.jsonl'))
      for (const name of ['A', 'B', 'C']) {
        const tasks = factsOf(events, name, 'sent').map(({ about }) => about)
        expect(tasks.filter((task, index) => tasks.indexOf(task) !== index)).toEqual([])
        const lives = tasks.map(task => task.match(/#(?:(\d+)\.)?/)?.[1] ?? '1')
        expect([lives[0], lives.at(-1)]).toEqual(['1', name === 'B' ? '3' : '1'])
      }
    },
  )

  liveTest('that was interrupted has what happened until then', async ({ place, expect }) => {
    const program = startRun(place, `${CLUSTERS}duration: 20s\n${EVEN}`, '--trace', 'a.jsonl')
    await program.until('a status', line => line.type === 'status' && line.t >= 1000)
    program.child.kill('SIGINT')
    expect(await program.exit()).toMatchObject({ code: 130 })
    const events = readTrace(join(place.dir, 'a.jsonl'))
    expect(rerunOf(events).difference).toBeUndefined()
    const done = program.summary.clusters.A?.done
    expect(factsOf(events, 'A', 'answered').length).toBeGreaterThanOrEqual(done ?? Number.NaN)
    expect(leftIn(place)).toEqual([])
  })
})

describe('the parts of a trace', () => {
  /** Puts together what is in these files. */
  async function gathered(place: Place, parts: Record<string, string>, untilMs = 1000) {
    const recording = new TraceCollector(place.dir)
    for (const [name, text] of Object.entries(parts)) {
      writeFileSync(join(recording.dir, name), text)
    }
    const events: TraceEvent[] = []
    const torn = await recording.gather(100, untilMs, event => events.push(event))
    return { torn, events }
  }
  const line = (t: number, at: string) => traceLine({ t, at, fact: 'f', about: '', count: 1 })

  liveTest('are put together by time, and shifted', async ({ place, expect }) => {
    const a = Array.from({ length: 3000 }, (_, index) => `${line(100 + index / 4, 'A')}\n`)
    const b = Array.from({ length: 3000 }, (_, index) => `${line(90 + index / 3, 'B\u2028')}\n`)
    const { torn, events } = await gathered(place, { a: a.join(''), b: b.join(''), c: '' })
    const all = [...a, ...b]
      .map(text => JSON.parse(text) as TraceEvent)
      .filter(({ t }) => t <= 1000)
    const shifted = all.map(event => ({ ...event, t: event.t - 100 }))
    // What comes at the same time is in the order of the files.
    expect(events.map(({ t }) => t)).toEqual(shifted.map(({ t }) => t).sort((x, y) => x - y))
    for (const name of ['A', 'B\u2028']) {
      const isOf = ({ at }: TraceEvent) => at === name
      expect(events.filter(isOf)).toEqual(shifted.filter(isOf))
    }
    expect(torn).toBe(0)
  })

  liveTest('may end in the midst of a line, which is counted', async ({ place, expect }) => {
    const a = `${line(101, 'A')}\n${line(103, 'A').slice(0, 20)}`
    const b = `${line(102, 'B')}\n`
    const { torn, events } = await gathered(place, { a, b })
    expect(events.map(({ t, at }) => `${t} ${at}`)).toEqual(['1 A', '2 B'])
    expect(torn).toBe(1)
  })
})
