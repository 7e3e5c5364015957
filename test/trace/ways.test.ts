/** What a broker remembers of tasks: the way of each, for a while, and never too much. */

import { describe, expect, test } from 'vitest'
import { HopLog } from '../../src/trace/hop-log.js'
import { MachineProbe } from '../../src/trace/machine-probe.js'
import type { Machine } from '../../src/wire/machine.js'
import { frames } from '../support/frames.js'
import { Recorder } from '../support/recorder.js'

/** A machine that passes on what it gets. */
function start() {
  const ways = new HopLog('DC1')
  const watch = new MachineProbe(0)
  watch.add(ways)
  const ports = watch.ports(new Recorder())
  const passesOn: Machine = {
    start() {},
    receive: (_inlet, message) => ports.send('localbe', message),
    bounce() {},
    connection() {},
    tick() {},
    deadline: 0,
  }
  const machine = watch.machine(passesOn)
  const pass = (task: string, t: number) =>
    machine.receive('localfe', frames(`DC1-c0001 | | ${task} ...`), t)
  return { ways, pass }
}

describe('a broker', () => {
  test('remembers what passed it of a task, in the order of time', () => {
    const { ways, pass } = start()
    pass('DC1-c0001#1', 5)
    pass('DC1-c0001#2', 6)
    expect(ways.of(['DC1-c0001#1', 'DC1-c0009#1'])).toEqual({
      'DC1-c0001#1': [
        { t: 5, at: 'DC1', socket: 'localfe', dir: 'in', with: 'DC1-c0001' },
        { t: 5, at: 'DC1', socket: 'localbe', dir: 'out', with: 'DC1-c0001' },
      ],
      'DC1-c0009#1': [],
    })
  })

  test('remembers so many messages at the most', () => {
    const { ways, pass } = start()
    const tasks = Array.from({ length: 50_000 }, (_, index) => `DC1-c0001#${index}`)
    for (const task of tasks) pass(task, 1)
    const hops = Object.values(ways.of(tasks)).flat()
    expect(hops).toHaveLength(65_536)
    const [last = ''] = tasks.slice(-1)
    expect([ways.of([last])[last]?.length, ways.of(tasks.slice(0, 1))[tasks[0] ?? '']]).toEqual([
      2,
      [],
    ])
  })

  test('knows a task by its id, whether or not it is signed or padded', () => {
    const { ways, pass } = start()
    pass('DC1-c0001#1', 1)
    pass('DC1-c0001#1@DC2-w0001', 2)
    pass('DC1-c0001#12', 3)
    pass('READY', 4)
    expect(ways.of(['DC1-c0001#1'])['DC1-c0001#1']?.map(({ t }) => t)).toEqual([1, 1, 2, 2])
  })
})
