/** A watch over a machine: whoever watches sees all, changes nothing, and may come and go. */

import { describe, expect, test } from 'vitest'
import { MachineProbe } from '../../src/trace/machine-probe.js'
import { type TraceEvent, topicOf } from '../../src/trace/trace.js'
import { TraceRecorder } from '../../src/trace/trace-recorder.js'
import type { Envelope } from '../../src/wire/envelope.js'
import type { Machine } from '../../src/wire/machine.js'
import { frames } from '../support/frames.js'
import { Recorder } from '../support/recorder.js'

const OPTIONS = {
  self: 'DC1',
  peers: ['DC2'],
  policy: 'weighted',
  heartbeatMs: 1000,
  stateTtlMs: 3000,
  stateIntervalMs: 5,
} as const

/** A machine that draws, notes and sends for each message. */
function watched() {
  const recorder = new Recorder([0.25])
  const watch = new MachineProbe(0)
  const ports = watch.ports(recorder)
  const calls: unknown[] = []
  const machine: Machine = {
    start: now => calls.push(['start', now]),
    receive(inlet, message, now) {
      calls.push(['receive', inlet, message, now])
      ports.note('drawn', 'DC2', ports.random())
      ports.send('cloudbe', message)
    },
    bounce: (...call) => calls.push(['bounce', ...call]),
    connection: (...call) => calls.push(['connection', ...call]),
    tick: now => calls.push(['tick', now]),
    deadline: 7,
  }
  return { recorder, watch, calls, machine: watch.machine(machine) }
}

/** Calls all that a machine has. */
function live(machine: Machine, message: Envelope) {
  machine.start(1)
  machine.receive('localfe', message, 2)
  machine.bounce('cloudbe', message, 3)
  machine.connection('cloudbe', 'DC2', false, 4)
  machine.tick(5)
}

function tapOf(watch: MachineProbe, wants?: (topic: string) => boolean) {
  const events: TraceEvent[] = []
  const tap = new TraceRecorder('DC1', event => events.push(event), OPTIONS, wants)
  watch.add(tap)
  return { tap, events }
}

describe('a machine that is watched', () => {
  const message = frames('DC1-c0001 | | DC1-c0001#1')

  test('is called, and calls, as if it were not', () => {
    const { machine, watch, calls, recorder } = watched()
    tapOf(watch)
    live(machine, message)
    expect(calls).toEqual([
      ['start', 1],
      ['receive', 'localfe', message, 2],
      ['bounce', 'cloudbe', message, 3],
      ['connection', 'cloudbe', 'DC2', false, 4],
      ['tick', 5],
    ])
    expect(recorder.facts).toEqual([{ fact: 'drawn', about: 'DC2', value: 0.25 }])
    // A broker knows what comes home by the very array.
    expect(recorder.sent[0]?.message).toBe(message)
    expect(machine.deadline).toBe(7)
  })

  test('has all of it told in order, at its time', () => {
    const { machine, watch } = watched()
    const { events } = tapOf(watch)
    live(machine, message)
    const texts = ['DC1-c0001', '', 'DC1-c0001#1']
    const fact = { at: 'DC1', about: 'DC1', count: 1 }
    expect(events).toEqual([
      { t: 1, ...fact, fact: 'start', options: OPTIONS },
      { t: 2, at: 'DC1', socket: 'localfe', dir: 'in', frames: texts },
      { t: 2, ...fact, fact: 'drew', count: 0.25 },
      { t: 2, ...fact, fact: 'drawn', about: 'DC2', count: 0.25 },
      { t: 2, at: 'DC1', socket: 'cloudbe', dir: 'out', frames: texts },
      { t: 3, at: 'DC1', socket: 'cloudbe', dir: 'back', frames: texts },
      { t: 4, ...fact, fact: 'disconnected', about: 'DC2' },
      { t: 5, ...fact, fact: 'tick' },
    ])
  })

  test.each(['cloudbe', 'localfe', 'fact'])('has only %s told to whom wants no more', topic => {
    const { machine, watch } = watched()
    const { events } = tapOf(watch, other => other === topic)
    const all = tapOf(watch)
    live(machine, message)
    expect(events.length).toBeGreaterThan(0)
    expect(events).toEqual(all.events.filter(event => topicOf(event) === topic))
  })

  test('is watched from when one comes until one goes, in the midst of it all', () => {
    const { machine, watch } = watched()
    machine.start(1)
    const first = tapOf(watch)
    machine.tick(2)
    const second = tapOf(watch)
    machine.tick(3)
    watch.remove(first.tap)
    machine.tick(4)
    watch.remove(second.tap)
    machine.tick(5)
    expect(first.events.map(({ t }) => t)).toEqual([2, 3])
    expect(second.events.map(({ t }) => t)).toEqual([3, 4])
  })

  test('may lose a watcher while all are being told', () => {
    const { machine, watch } = watched()
    const leaver = { ticked: () => watch.remove(leaver) }
    watch.add(leaver)
    const { events } = tapOf(watch)
    machine.tick(1)
    machine.tick(2)
    expect(events.map(({ t }) => t)).toEqual([1, 2])
  })

  test('has the time of the last call, unless it is told another', () => {
    const { machine, watch } = watched()
    const { events } = tapOf(watch)
    const ports = watch.ports(new Recorder())
    machine.tick(3)
    ports.send('localbe', message)
    watch.at(9)
    ports.send('localbe', message)
    expect(events.map(({ t }) => t)).toEqual([3, 3, 9])
  })
})
