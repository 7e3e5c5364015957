/** The live view on a terminal: drawn at each look, and again when a key asks for something. */

import type { Millis } from '../../base/time.js'
import type { Progress } from '../../report/progress.js'
import { isInForeground } from './foreground.js'
import { listenToKeys } from './keys.js'
import type { Statuses } from './output.js'
import type { Screen } from './screen.js'
import { type ViewOptions, view } from './view.js'

/** What stays the same; the events are those of the caller, who adds to them. */
type Setting = Pick<ViewOptions, 'title' | 'forMs' | 'chalk' | 'events'>

export class LiveView {
  readonly #stream: NodeJS.WriteStream
  readonly #screen: Screen
  readonly #setting: Setting
  #stopListening: (() => void) | undefined
  #hasBegun = false
  #showsLegend = false
  #draw = () => {}
  readonly #redraw = () => this.#draw()
  /** The shell has written below the view by now. */
  readonly #goOn = () => {
    this.#screen.done()
    this.#ignoreKeys()
    this.#draw()
  }

  constructor(stream: NodeJS.WriteStream, screen: Screen, setting: Setting) {
    this.#stream = stream
    this.#screen = screen
    this.#setting = setting
  }

  show(clusters: Statuses, elapsedMs: Millis, progress?: Progress): void {
    if (!this.#hasBegun) this.#begin()
    this.#draw = () => {
      this.#settleKeys()
      const { columns, rows } = this.#stream
      const lines = view(clusters, {
        ...this.#setting,
        columns: columns || 80,
        // The line below it is where the cursor stands.
        rows: (rows || 24) - 1,
        elapsedMs,
        progress,
        hasKeys: this.#stopListening !== undefined,
        showsLegend: this.#showsLegend,
      })
      this.#screen.draw(lines)
    }
    this.#draw()
  }

  /** What was drawn last stays, and the terminal is as it was. */
  end(): void {
    this.#showsLegend = false
    this.#draw()
    this.#ignoreKeys()
    this.#stream.off('resize', this.#redraw)
    process.off('SIGCONT', this.#goOn)
    this.#screen.done()
  }

  #begin(): void {
    this.#hasBegun = true
    this.#stream.on('resize', this.#redraw)
    process.on('SIGCONT', this.#goOn)
  }

  /** A shell may give the terminal back, or take it, without a signal. */
  #settleKeys(): void {
    if (!isInForeground()) return this.#ignoreKeys()
    this.#stopListening ??= listenToKeys({
      press: key => this.#press(key),
      suspend: () => this.#screen.done(),
    })
  }

  #ignoreKeys(): void {
    this.#stopListening?.()
    this.#stopListening = undefined
  }

  #press(key: string): void {
    if (key !== '?') return
    this.#showsLegend = !this.#showsLegend
    this.#draw()
  }
}
