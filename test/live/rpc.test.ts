/** Calls over a channel: both ways, until one end is gone. */

import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { afterEach, describe, expect, test } from 'vitest'
import { forwarding, methodsOf, openRpc } from '../../src/live/rpc.js'

interface Adder {
  add(a: number, b: number): number
  wait(): Promise<string>
  fail(): void
}

const ports: MessagePort[] = []

afterEach(() => {
  for (const port of ports.splice(0)) port.close()
})

/** Two ends: the first serves what it is given. */
function connected(served: object) {
  const { port1, port2 } = new MessageChannel()
  ports.push(port1, port2)
  const channel = (port: MessagePort) => ({
    post: (message: unknown) => port.postMessage(message),
    on: (listener: (message: unknown) => void) => port.on('message', listener),
  })
  const errors: unknown[] = []
  const onError = (error: unknown) => errors.push(error)
  openRpc(channel(port1), { find: methodsOf(served), onError })
  const rpc = openRpc<Adder>(channel(port2), { find: () => undefined, onError })
  return { rpc, errors }
}

/** Adds from an offset of its own. */
class FromTen {
  readonly #offset = 10
  add(a: number, b: number): number {
    return this.#offset + a + b
  }
}

describe('a call', () => {
  test('is answered by the method, with its object as `this`', async () => {
    const { rpc } = connected(new FromTen())
    expect(await rpc.remote.add(1, 2)).toBe(13)
  })

  test('is answered in the order of the answers', async () => {
    let answer = (_: string) => {}
    const slow = new Promise<string>(resolve => {
      answer = resolve
    })
    const { rpc } = connected({ add: (a: number, b: number) => a + b, wait: () => slow })
    const waits = rpc.remote.wait()
    expect(await rpc.remote.add(1, 2)).toBe(3)
    answer('done')
    expect(await waits).toBe('done')
  })

  test('of which nothing comes back is undefined once the other end is gone', async () => {
    const { rpc } = connected({ wait: () => new Promise(() => {}) })
    const waits = rpc.remote.wait()
    rpc.close()
    expect(await waits).toBeUndefined()
    expect(await rpc.remote.add(1, 2)).toBeUndefined()
  })

  test('that fails is reported at the other end, and has no answer', async () => {
    const error = new Error('a bug')
    const { rpc, errors } = connected({
      fail() {
        throw error
      },
      add: (a: number, b: number) => a + b,
    })
    const fails = rpc.remote.fail()
    expect(await rpc.remote.add(1, 2)).toBe(3)
    expect(errors).toEqual([error])
    rpc.close()
    expect(await fails).toBeUndefined()
  })

  test('is no promise: what has a remote can be awaited', async () => {
    const { rpc } = connected({})
    expect(await Promise.resolve(rpc.remote)).toBe(rpc.remote)
  })
})

test('a class that forwards has all the methods that it names', async () => {
  const { rpc } = connected({ add: (a: number, b: number) => a + b })
  const Forwarding = forwarding<Pick<Adder, 'add'>>({ add: true })
  expect(await new Forwarding(rpc.remote).add(2, 3)).toBe(5)
})
