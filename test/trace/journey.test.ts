/** A task's whole way: who pushed and popped what, and what went wrong, shown for what it is. */

import { describe, expect, test } from 'vitest'
import { readScenario } from '../../src/scenario/scenario.js'
import { simulate } from '../../src/sim/simulate.js'
import { type TimelineHop, taskTimeline } from '../../src/trace/task-timeline.js'
import { journeyLines } from '../../src/trace/task-timeline-text.js'
import { isAbout, tasksIn } from '../../src/trace/tasks.js'
import { isMessage, type TraceEvent } from '../../src/trace/trace.js'
import { busyWith, FAULTS } from '../support/scenarios.js'
import { DELEGATED, TROUBLED_WAY, traceOf } from '../support/traces.js'

const TASK = 'DC1-c0001#3'

const isHop = (entry: object): entry is TimelineHop => 'hop' in entry

/** `DC2 cloudfe in: +peer -peer`: what was pushed at each hop, and what popped. */
function changes(events: readonly TraceEvent[]): string[] {
  const entries = taskTimeline(events, TASK)?.entries.filter(isHop) ?? []
  return entries.map(({ hop, frames, popped }) => {
    const pushed = frames.flatMap(({ name }) => {
      const [, what, how] = name.match(/^(.*), ((?:pushed|signed) by .*)$/) ?? []
      return what === undefined ? [] : [`+${what} ${how?.replace('pushed by ', '')}`]
    })
    const gone = popped.map(({ name, by }) => `-${name} ${by}`)
    return [`${hop.at} ${hop.socket} ${hop.dir}:`, ...pushed, ...gone].join(' ')
  })
}

const remarks = (text: string) =>
  (taskTimeline(traceOf(text), TASK)?.entries ?? []).flatMap(entry =>
    isHop(entry) ? entry.remarks.map(words => `${entry.hop.at}: ${words}`) : [`! ${entry.words}`],
  )

describe('the way of a task', () => {
  test('tells at each hop who pushed and popped what', () => {
    expect(changes(traceOf(DELEGATED))).toEqual([
      'DC1-c0001 req out:',
      'DC1 localfe in: +identity of client ROUTER +request id REQ +empty delimiter REQ',
      'DC1 cloudbe out: +identity of peer DC1 +delegation id DC1',
      'DC2 cloudfe in: +identity of peer ROUTER -identity of peer ROUTER',
      'DC2 localbe out: +identity of worker DC2 +empty delimiter DC2',
      'DC2-w0001 req in: -identity of worker ROUTER -empty delimiter REQ',
      'DC2-w0001 req out: +body signed by DC2-w0001',
      'DC2 localbe in: +identity of worker ROUTER +empty delimiter REQ',
      'DC2 cloudfe out: -identity of worker DC2 -empty delimiter DC2',
      'DC1 cloudbe in: +identity of peer ROUTER -identity of peer ROUTER',
      'DC1 localfe out: -identity of peer DC1 -delegation id DC1',
      'DC1-c0001 req in: -identity of client ROUTER -request id REQ -empty delimiter REQ',
    ])
  })

  test('tells the same where only the brokers were watched', () => {
    const brokers = traceOf(DELEGATED).filter(({ at }) => /^DC\d$/.test(at))
    expect(changes(brokers)).toEqual([
      'DC1 localfe in: +identity of client ROUTER +request id REQ +empty delimiter REQ',
      'DC1 cloudbe out: +identity of peer DC1 +delegation id DC1',
      'DC2 cloudfe in: +identity of peer ROUTER -identity of peer ROUTER',
      'DC2 localbe out: +identity of worker DC2 +empty delimiter DC2',
      'DC2 localbe in: +identity of worker ROUTER +empty delimiter REQ +body signed by DC2-w0001',
      'DC2 cloudfe out: -identity of worker DC2 -empty delimiter DC2',
      'DC1 cloudbe in: +identity of peer ROUTER -identity of peer ROUTER',
      'DC1 localfe out: -identity of peer DC1 -delegation id DC1',
    ])
  })

  test('tells of clients behind one socket that they do what REQ would do', () => {
    const shared = traceOf('1 DC1 localfe in  DC1-s1 | DC1-c0001/7 | | DC1-c0001#3')
    expect(changes(shared)).toEqual([
      'DC1 localfe in: +identity of client ROUTER +client and request the client ' +
        '+empty delimiter the client',
    ])
  })

  test('shows deaths, bounces, redeliveries and retries for what they are', () => {
    expect(remarks(TROUBLED_WAY)).toEqual([
      'DC2: it had to wait for a worker',
      '! kill DC2',
      '! ends',
      '! forgets DC2',
      'DC1: sent again: it came home from DC2',
      'DC1: it found no way, and came back',
      'DC1: DC3 counts as full until it speaks again',
      'DC1: the task came home, to be sent elsewhere',
      'DC1-c0001: no answer came in time: retry 1',
      'DC1: asked again: retry 1',
      'DC1: sent again: it came home from DC3',
      'DC1: it found no way, and came back',
      'DC1: DC1-c0001 is gone: the reply is dropped, and what else it requested',
    ])
    expect(taskTimeline(traceOf(TROUBLED_WAY), TASK)?.outcome).toBe('lost: its client gave up')
  })

  test('is told whatever was noted beside it, by whatever name', () => {
    const noted = `${DELEGATED.trim().split('\n').slice(0, 2).join('\n')}\n101 DC1 constructor DC2`
    const { entries = [] } = taskTimeline(traceOf(noted), 'DC1-c0001#3') ?? {}
    expect(entries.map(entry => 'hop' in entry && entry.remarks)).toEqual([[], []])
  })

  test('says how it ended', () => {
    const outcome = 'answered by DC2-w0001 after 56.00 ms'
    expect(taskTimeline(traceOf(DELEGATED), TASK)?.outcome).toBe(outcome)
    const begun = traceOf(DELEGATED).slice(0, 5)
    expect(taskTimeline(begun, TASK)?.outcome).toBe('no answer to it is in this trace')
    expect(taskTimeline(begun, 'DC1-c0001#30')).toBeUndefined()
  })

  test('says that a message never arrived only if its receiver was watched long enough', () => {
    const lost = traceOf(DELEGATED).filter(({ t }) => t < 106)
    const later = traceOf('5000 DC2 cloudfe in  DC1 | d0.9 | x | | DC1-c0009#1')
    const words = (events: TraceEvent[]) =>
      taskTimeline(events, TASK)?.entries.filter(isHop).at(-1)?.remarks
    expect(words([...lost, ...later])).toEqual(['it never arrived at DC2'])
    expect(words(lost)).toEqual([])
  })

  test('that goes on and on is told of up to a bound', () => {
    const hop = '1 DC1 cloudbe out  DC2 | d0.1 | c | | DC1-c0001#3\n'
    const journey = taskTimeline(traceOf(hop.repeat(1000)), TASK)
    expect(journey?.entries).toHaveLength(400)
    expect(journey && journeyLines(journey).at(-1)).toBe('… and 600 hops more, which are left out')
  })
})

describe.each(['kill', 'partition', 'kill-workers'])('in a run with a fault: %s', fault => {
  test('the ways of tasks have every hop once, and no retry that was none', async () => {
    const events: TraceEvent[] = []
    const plan = readScenario(busyWith(FAULTS[fault] ?? ''), 'test.yaml')
    await simulate(plan, { trace: event => events.push(event) })
    const retried = events.some(event => !isMessage(event) && event.fact === 'retried')
    for (const task of [...tasksIn(events).keys()].slice(0, 40)) {
      const hops = taskTimeline(events, task)?.entries.filter(isHop) ?? []
      const messages = events.filter(isMessage).filter(isAbout(task))
      expect(new Set(hops.map(({ hop }) => hop.event))).toEqual(new Set(messages))
      if (!retried) expect(hops.flatMap(hop => hop.remarks).join()).not.toContain('retry')
    }
  })
})
