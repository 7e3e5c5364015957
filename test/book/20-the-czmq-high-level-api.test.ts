/**
 * The Guide, chapter 3, "The CZMQ High-Level API": interrupts and reactors. In Node the event loop
 * is the reactor.
 *
 * Not tested: CZMQ itself, and whether code turned inside out is to one's taste.
 */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect } from 'vitest'
import { Dealer, Router } from 'zeromq'
import { claim } from '../support/claim.js'
import { bound, connected, hears, opened, reading, says } from '../support/sockets.js'

describe('Guide, "The CZMQ High-Level API"', () => {
  claim.differs(
    'Ctrl-C ends a call that waits, with EINTR',
    'Node has the signal handled; what ends the wait is to close the socket: it gives EAGAIN',
    async () => {
      const { code, said } = await interrupted(`
        process.once('SIGINT', () => socket.close())
        socket.receive().catch(({ code }) => console.log(code))
      `)
      expect([code, said]).toEqual([0, 'EAGAIN'])
    },
  )

  claim('a loop that reads ends cleanly at Ctrl-C', async () => {
    const { code, said } = await interrupted(`
      process.once('SIGINT', () => socket.close())
      for await (const message of socket) console.log(message)
      console.log('the end')
    `)
    expect([code, said]).toEqual([0, 'the end'])
  })

  claim('without such a handler Ctrl-C ends the program where it stands', async () => {
    const { signal, said } = await interrupted(`
      await socket.receive()
      console.log('never')
    `)
    expect([signal, said]).toEqual(['SIGINT', ''])
  })

  claim('child threads do not receive the interrupt, and have to be told', async () => {
    const { code, said } = await interrupted(`
      const child = new Worker(\`
        import { parentPort } from 'node:worker_threads'
        process.on('SIGINT', () => parentPort.postMessage('interrupted'))
        parentPort.on('message', () => parentPort.close())
        parentPort.postMessage('begins')
      \`, { eval: true })
      child.on('message', message => message === 'begins' ? ready() : console.log(message))
      child.on('exit', code => console.log('the child ends with', code))
      process.once('SIGINT', () => { socket.close(); child.postMessage('end') })
    `)
    expect([code, said]).toEqual([0, 'the child ends with 0'])
  })

  claim.differs(
    'to destroy the context ends all calls that wait on its sockets, with ETERM',
    'a context of zeromq.js cannot be destroyed: sockets are closed one by one; later calls: EBADF',
    async () => {
      const sockets = [await bound(Router), await bound(Dealer)]
      const waiting = sockets.map(socket => socket.receive().catch(({ code }) => code))
      for (const socket of sockets) socket.close()
      expect(await Promise.all(waiting)).toEqual(['EAGAIN', 'EAGAIN'])
      for (const socket of sockets) {
        expect(() => socket.receive()).toThrow(expect.objectContaining({ code: 'EBADF' }))
      }
    },
  )

  claim('nested loops have to be ended too: each ends with its own socket', async () => {
    const [outer, inner] = [await bound(Dealer), await bound(Dealer)]
    const ends: string[] = []
    const loops = (async () => {
      for await (const _ of outer) {
        for await (const _ of inner) ends.push('a message')
        ends.push('inner')
      }
      ends.push('outer')
    })()
    await says(connected(Dealer, outer), 'begin')
    await says(connected(Dealer, inner), 'more')
    await expect.poll(() => ends, { interval: 1 }).toEqual(['a message'])
    for (const socket of [inner, outer]) socket.close()
    await loops
    expect(ends).toEqual(['a message', 'inner', 'outer'])
  })

  claim('a reader is called whenever its socket has something', async () => {
    const [one, other] = [await bound(Dealer), await bound(Dealer)]
    const read: string[] = []
    const reader = async (socket: Dealer) => {
      for await (const [frame] of socket) read.push(String(frame))
    }
    const readers = [reader(one), reader(other)]
    for (const socket of [one, other, one]) {
      const before = read.length
      await says(connected(Dealer, socket), socket === one ? 'one' : 'other')
      await expect.poll(() => read.length, { interval: 1 }).toBe(before + 1)
    }
    for (const socket of [one, other]) socket.close()
    await Promise.all(readers)
    expect(read).toEqual(['one', 'other', 'one'])
  })

  claim('a reader can be cancelled, and the socket stays', async () => {
    const socket = await bound(Dealer)
    const peer = connected(Dealer, socket)
    for (const text of ['one', 'two', 'three']) await says(peer, text)
    const read: string[] = []
    for await (const [frame] of socket) {
      read.push(String(frame))
      if (read.length === 2) break
    }
    expect(read).toEqual(['one', 'two'])
    expect(await hears(socket)).toBe('three')
  })

  claim('timers go off while sockets wait: once, or again and again until cancelled', async () => {
    const socket = await bound(Dealer)
    const peer = connected(Dealer, socket)
    const waiting = hears(socket)
    const wentOff: string[] = []
    setTimeout(() => wentOff.push('once'), 1)
    const timer = setInterval(() => wentOff.push('again'), 5)
    await expect.poll(() => wentOff.length, { interval: 1 }).toBeGreaterThan(3)
    clearInterval(timer)
    const before = wentOff.length
    await pause(15)
    expect(wentOff.length).toBe(before)
    expect(wentOff.filter(what => what === 'once')).toEqual(['once'])
    await says(peer, 'at last')
    expect(await waiting).toBe('at last')
  })

  claim('a timer that is cancelled in time never goes off', async () => {
    const wentOff: string[] = []
    clearTimeout(setTimeout(() => wentOff.push('cancelled'), 2))
    await new Promise(resolve => setTimeout(() => resolve(wentOff.push('later')), 5))
    expect(wentOff).toEqual(['later'])
  })

  claim('a wait can be given an end, after which there is still nothing', async () => {
    const socket = opened(Dealer, { receiveTimeout: 5 })
    const start = performance.now()
    await expect(socket.receive()).rejects.toMatchObject({ code: 'EAGAIN' })
    expect(performance.now() - start).toBeGreaterThan(3)
    expect(await reading(await bound(Dealer))).toBe('EAGAIN')
  })
})

/** A process that waits on a socket, and is sent Ctrl-C once it does. */
async function interrupted(program: string) {
  const calls = program.includes('ready()') ? '' : 'ready()'
  const words = ['--input-type=module', '--eval', `${HEAD}\n${calls}\n${program}`]
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
  let said = ''
  child.stdout?.on('data', chunk => {
    said += chunk
  })
  child.once('message', () => child.kill('SIGINT'))
  const [code, signal] = await once(child, 'close')
  return { code, signal, said: said.trim() }
}

const HEAD = `
  import { Worker } from 'node:worker_threads'
  import { Dealer } from 'zeromq'
  const socket = new Dealer({ linger: 0 })
  await socket.bind('inproc://interrupted')
  // After what follows has begun to wait.
  const ready = () => setImmediate(() => process.send('ready', () => process.disconnect()))
`
