/** The lines that are drawn over each other, in a terminal whose width changes. */

import { EventEmitter } from 'node:events'
import { Chalk } from 'chalk'
import { describe, expect, test } from 'vitest'
import { LiveView } from '../../src/cli/output/live-view.js'
import { Screen } from '../../src/cli/output/screen.js'

class Terminal extends EventEmitter {
  columns = 100
  rows = 30
  written = ''

  write(text: string): boolean {
    this.written += text
    return true
  }

  /** What has been written since the last call. */
  take(): string {
    const { written } = this
    this.written = ''
    return written
  }

  get stream(): NodeJS.WriteStream {
    return this as unknown as NodeJS.WriteStream
  }
}

/** Also where the tests themselves run in the background. */
const inFront = () => true

const UP = /\u001b\[(\d*)A/g
const rowsUp = (written: string) =>
  [...written.matchAll(UP)].reduce((sum, [, count]) => sum + Number(count || 1), 0)

describe('a frame that is drawn anew', () => {
  const lines = ['a'.repeat(90), `\u001b[31m${'b'.repeat(50)}\u001b[39m`, 'c']

  /** How many rows are erased when the terminal has become so wide. */
  const rowsUpAt = (columns: number) => {
    const terminal = new Terminal()
    const screen = new Screen(terminal.stream, inFront)
    screen.draw(lines)
    terminal.columns = columns
    terminal.take()
    screen.draw(['d'])
    return rowsUp(terminal.take())
  }

  test('erases all rows that the one before takes in a narrower terminal', () => {
    // Three lines, of which the first now takes three rows and the second two.
    expect(rowsUpAt(40)).toBe(3 + 2 + 1)
  })

  test('erases the rows that there are in a wider one', () => {
    expect(rowsUpAt(120)).toBe(3)
  })

  test('is not drawn in the background, and later below what the shell wrote meanwhile', () => {
    let hasTerminal = true
    const terminal = new Terminal()
    const screen = new Screen(terminal.stream, () => hasTerminal)
    screen.draw(lines)
    hasTerminal = false
    terminal.take()
    screen.draw(lines)
    terminal.columns = 40
    screen.draw(lines)
    expect(terminal.take()).toBe('')
    terminal.columns = 100
    hasTerminal = true
    screen.draw(lines)
    const written = terminal.take()
    expect(written).toContain('aaa')
    expect(rowsUp(written)).toBe(0)
    screen.draw(['d'])
    expect(rowsUp(terminal.take())).toBe(3)
  })

  test('stands below what others have written since the last is done', () => {
    const terminal = new Terminal()
    const screen = new Screen(terminal.stream, inFront)
    screen.draw(lines)
    screen.done()
    terminal.columns = 40
    terminal.take()
    screen.draw(['d'])
    expect(rowsUp(terminal.take())).toBe(0)
  })
})

describe('the live view is drawn at once', () => {
  const setting = { title: 'up', forMs: undefined, chalk: new Chalk({ level: 0 }), events: [] }
  const shown = () => {
    const terminal = new Terminal()
    const live = new LiveView(terminal.stream, new Screen(terminal.stream, inFront), setting)
    live.show({}, 1000)
    terminal.take()
    return { terminal, live }
  }

  test('in the new width', () => {
    const { terminal, live } = shown()
    terminal.columns = 20
    terminal.emit('resize')
    expect(terminal.take()).toContain('peering up · 1 s · …')
    live.end()
    expect(terminal.listenerCount('resize')).toBe(0)
  })

  test('below the words of the shell, when the process goes on', () => {
    const { terminal, live } = shown()
    const listeners = process.listenerCount('SIGCONT')
    process.emit('SIGCONT')
    const written = terminal.take()
    expect(written).toContain('peering up · 1 s')
    expect(rowsUp(written)).toBe(0)
    live.end()
    expect(process.listenerCount('SIGCONT')).toBeLessThan(listeners)
  })
})
