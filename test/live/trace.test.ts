/** Traces of clusters that run: seen by whoever asks, and no burden on anybody else. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { describe } from 'vitest'
import { Subscriber } from 'zeromq'
import { TraceReader } from '../../src/live/trace-reader.js'
import { isMessage, type TraceEvent } from '../../src/trace/trace.js'
import { DEFAULT_TEMPLATE } from '../../src/wire/endpoints.js'
import { liveTest, type Place, QUICK } from '../support/live.js'

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
      const up = place.start(`up DC1 DC2 ${QUICK} --workers 2`)
      await up.status('DC1', 'tasks delegated', ({ cloud }) => cloud > 0)
      const reader = await TraceReader.open(namingOf(place), ['DC1', 'DC2'], [])
      const isHome = (event: TraceEvent) =>
        isMessage(event) && event.at === 'DC1' && event.socket === 'cloudbe' && event.dir === 'in'
      const first = await eventsUntil(reader, event => isHome(event) && event.t > 300)
      const home = first.filter(isMessage).findLast(isHome)
      const [task = ''] = String(home?.frames.at(-1)).split('@')
      const way = first.filter(isMessage).filter(({ frames }) => String(frames).includes(task))
      expect(way.map(({ at, socket, dir }) => `${at} ${socket} ${dir}`).sort()).toEqual([
        'DC1 cloudbe in',
        'DC1 cloudbe out',
        'DC1 localfe in',
        'DC2 cloudfe in',
        'DC2 cloudfe out',
        'DC2 localbe in',
        'DC2 localbe out',
      ])
      const facts = new Set(first.map(event => (isMessage(event) ? '' : event.fact)))
      expect([...facts]).toEqual(expect.arrayContaining(['delegated', 'drew', 'told', 'tick']))

      up.child.kill('SIGINT')
      const rest = await eventsUntil(reader, () => false)
      const ends = rest.filter(event => !isMessage(event) && event.fact === 'end')
      expect(ends.map(({ at }) => at).sort()).toEqual(['DC1', 'DC2'])
      for (const at of ['DC1', 'DC2']) {
        const times = [...first, ...rest].filter(event => event.at === at).map(({ t }) => t)
        expect(times).toEqual(times.toSorted((a, b) => a - b))
      }
      expect(reader.missed).toBe(0)
      await up.exit()
    },
  )

  liveTest('has only what was asked for', async ({ place, expect }) => {
    const dc1 = place.start(`DC1 ${QUICK}`)
    await dc1.status('DC1', 'work done', ({ done }) => done > 0)
    const reader = await TraceReader.open(namingOf(place), ['DC1'], ['localfe', 'statebe'])
    const events = await eventsUntil(reader, ({ t }) => t > 300)
    const sockets = events.map(event => (isMessage(event) ? event.socket : 'fact'))
    expect(new Set(sockets)).toEqual(new Set(['localfe', 'statebe']))
    reader.close()
    await dc1.end()
  })

  liveTest('is written no longer than its reader lives', async ({ place, expect }) => {
    const dc1 = place.start(`DC1 ${QUICK}`)
    await dc1.status('DC1', 'work done', ({ done }) => done > 0)
    const reader = spawn(process.execPath, [READER, place.dir, DEFAULT_TEMPLATE], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(createInterface(reader.stdout), 'line')
    const before = await numberNow(place)
    expect(before).toBeGreaterThan(10)
    reader.kill('SIGKILL')
    await once(reader, 'exit')
    const { done } = await dc1.status('DC1', 'a word later', () => true, dc1.mark)
    await dc1.status('DC1', 'more work done', status => status.done > done + 200)
    // Two hundred tasks are four hundred messages, and nobody wrote them down.
    expect((await numberNow(place)) - before).toBeLessThan(200)
    await dc1.end()
  })

  liveTest('tells a slow reader how much it missed', async ({ place, expect }) => {
    const fast = '--load closed:0ms --service 0ms --clients 50 --workers 50'
    const dc1 = place.start(`DC1 ${fast}`)
    await dc1.status('DC1', 'work done', ({ done }) => done > 0)
    const reader = await TraceReader.open(namingOf(place), ['DC1'], ['localfe'])
    const events = reader[Symbol.asyncIterator]()
    await events.next()
    const { done } = await dc1.status('DC1', 'a word later', () => true, dc1.mark)
    // Far more than there is room for, and the broker does not wait.
    const far = await dc1.status('DC1', 'more work', status => status.done > done + 10_000)
    let seen = 1
    while (reader.missed === 0) {
      await events.next()
      seen++
    }
    expect(2 * far.done - seen).toBeGreaterThan(0)
    expect(reader.missed).toBeGreaterThan(0)
    reader.close()
    expect((await dc1.end()).total.lost).toBe(0)
  })

  liveTest('cannot be had of one that does not run', async ({ place, expect }) => {
    const open = (...names: string[]) => TraceReader.open(namingOf(place), names, [])
    await expect(open('DC1')).rejects.toThrow(
      `DC1 is not running in ${place.dir}, and no other cluster is: start it, or use another --dir`,
    )
    const up = place.start(`up DC1 DC2 ${QUICK}`)
    await up.status('DC1', 'work done', ({ done }) => done > 0)
    await expect(open('DC1', 'DC3')).rejects.toThrow(
      `DC3 is not running in ${place.dir}, where DC1, DC2 can be found: did you mean "DC1"?`,
    )
    await up.end()
  })
})
