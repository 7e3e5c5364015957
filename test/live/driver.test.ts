/** The live driver, with sockets whose messages come when the test says so. */

import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Driver } from '../../src/live/driver.js'
import type { Socket } from '../../src/live/lines.js'
import { textOf } from '../../src/wire/envelope.js'
import type { Machine } from '../../src/wire/machine.js'

function fakeSocket() {
  const waiting: ((frames: Buffer[]) => void)[] = []
  const socket = {
    closed: false as boolean,
    close: () => {
      socket.closed = true
    },
    receive: () => new Promise<Buffer[]>(resolve => waiting.push(resolve)),
  } satisfies Socket
  return { socket, arrive: (text: string) => waiting.shift()?.([Buffer.from(text)]) }
}

/** A driver of a machine that remembers what it received. */
function listening() {
  const received: string[] = []
  const machine: Machine = {
    start() {},
    receive: (inlet, message) => {
      received.push(`${inlet}: ${textOf(message[0])}`)
    },
    bounce() {},
    connection() {},
    tick() {},
    deadline: Number.POSITIVE_INFINITY,
  }
  const driver = new Driver<never>({
    sockets: new Map(),
    random: () => 0,
    isTextOnly: false,
    isCrowded: false,
    onFact() {},
    onReopen() {},
    onError(error) {
      throw error
    },
  })
  driver.run(machine)
  return { driver, received }
}

test('what a socket had received when it was shut does not reach the machine', async () => {
  const { driver, received } = listening()
  const { socket, arrive } = fakeSocket()
  driver.open('worker', socket)
  arrive('first')
  await setImmediate()
  // It has come, and before its receive goes on the socket is shut.
  arrive('second')
  driver.closeSocket('worker')
  await setImmediate()
  expect(received).toEqual(['worker: first'])
})

test('nor when there is another by that name', async () => {
  const { driver, received } = listening()
  const [old, fresh] = [fakeSocket(), fakeSocket()]
  driver.open('worker', old.socket)
  old.arrive('old')
  driver.closeSocket('worker')
  driver.open('worker', fresh.socket)
  fresh.arrive('fresh')
  await setImmediate()
  expect(received).toEqual(['worker: fresh'])
})
