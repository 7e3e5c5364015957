/** The screen of `peering replay`: keys go through the trace, until `q` or Ctrl-C. */

import { emitKeypressEvents } from 'node:readline'
import { parseDuration } from '../../scenario/grammar.js'
import { UsageError } from '../../scenario/usage-error.js'
import { isAbout } from '../../trace/tasks.js'
import { Screen } from '../output/screen.js'
import { chalkOf } from '../output/terminal.js'
import { onEndSignal } from '../signals.js'
import { isFault, type Playback } from './playback.js'
import { replayView } from './view.js'

/** What readline says of a key. */
interface Key {
  readonly name?: string
  readonly sequence?: string
  readonly ctrl?: boolean
}

/** Something that is being typed in. */
interface Asking {
  readonly label: string
  typed: string
  accept(typed: string): void
}

/** How far the keys for more than one step go. */
const STRIDE = 10

/** Resolves with the exit code when people have seen enough. */
export function replayScreen(playback: Playback, title: string, task?: string): Promise<number> {
  return new ReplayScreen(playback, title, task).run()
}

class ReplayScreen {
  readonly #playback: Playback
  readonly #title: string
  readonly #screen = new Screen(process.stdout)
  readonly #chalk = chalkOf(process.stdout)
  /** The task that was asked for last. */
  #task: string
  #asking: Asking | undefined
  #message = ''

  constructor(playback: Playback, title: string, task = '') {
    this.#playback = playback
    this.#title = title
    this.#task = task
  }

  run(): Promise<number> {
    const { stdin, stdout } = process
    emitKeypressEvents(stdin)
    stdin.setRawMode(true)
    const draw = () => this.#draw()
    stdout.on('resize', draw)
    draw()
    return new Promise(resolve => {
      const end = (code: number) => {
        stdin.off('keypress', press)
        stdout.off('resize', draw)
        stdin.setRawMode(false)
        stdin.pause()
        this.#screen.done()
        resolve(code)
      }
      const press = (_: unknown, key: Key) => {
        if (key.ctrl && (key.name === 'c' || key.name === 'd')) return end(0)
        if (!this.#asking && key.name === 'q') return end(0)
        this.#press(key)
        draw()
      }
      stdin.on('keypress', press)
      onEndSignal(() => end(0))
    })
  }

  #draw(): void {
    const { columns = 80, rows = 24 } = process.stdout
    const message = this.#asking ? `${this.#asking.label}: ${this.#asking.typed}_` : this.#message
    const options = { title: this.#title, columns, rows, chalk: this.#chalk, message }
    this.#screen.draw(replayView(this.#playback, options))
  }

  #press(key: Key): void {
    this.#message = ''
    if (this.#asking) return this.#type(this.#asking, key)
    const playback = this.#playback
    switch (key.sequence) {
      case 'n':
        return playback.move(1)
      case 'b':
        return playback.move(-1)
      case ' ':
        return playback.move(STRIDE)
      case 'B':
        return playback.move(-STRIDE)
      case 'f':
      case 'F':
        if (playback.toNext(isFault, key.sequence === 'f' ? 1 : -1)) return
        this.#message = 'nothing broke and no fault struck in this run'
        return
      case 't':
        return this.#askTask()
      case 'g':
        return this.#askTime()
    }
    switch (key.name) {
      case 'right':
      case 'down':
      case 'return':
        return playback.move(1)
      case 'left':
      case 'up':
        return playback.move(-1)
      case 'pagedown':
        return playback.move(STRIDE)
      case 'pageup':
        return playback.move(-STRIDE)
      case 'home':
        return playback.move(Number.NEGATIVE_INFINITY)
      case 'end':
        return playback.move(Number.POSITIVE_INFINITY)
    }
  }

  #type(asking: Asking, { name, sequence = '' }: Key): void {
    switch (name) {
      case 'return':
        this.#asking = undefined
        return asking.accept(asking.typed.trim())
      case 'escape':
        this.#asking = undefined
        return
      case 'backspace':
        asking.typed = asking.typed.slice(0, -1)
        return
      default:
        if (/^[\x20-\x7e]$/.test(sequence)) asking.typed += sequence
    }
  }

  #askTask(): void {
    const known = this.#task === '' ? 'such as DC1-c0001#3' : `nothing for ${this.#task} again`
    const accept = (typed: string) => {
      this.#task = typed === '' ? this.#task : typed
      if (this.#task === '' || this.#playback.toNext(isAbout(this.#task))) return
      this.#message = `nothing of ${this.#task} is in this run`
    }
    this.#asking = { label: `next event of the task (${known})`, typed: '', accept }
  }

  #askTime(): void {
    const accept = (typed: string) => {
      try {
        this.#playback.toTime(parseDuration(typed))
      } catch (error) {
        if (!(error instanceof UsageError)) throw error
        this.#message = error.message
      }
    }
    this.#asking = { label: 'to the time (such as 1.5s)', typed: '', accept }
  }
}
