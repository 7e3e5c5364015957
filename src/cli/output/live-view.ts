/** The live view on a terminal: drawn at each look, and again when a key asks for something. */

import type { createLogUpdate } from 'log-update'
import type { Millis } from '../../base/time.js'
import type { Progress } from '../../report/progress.js'
import { listenToKeys } from './keys.js'
import type { Statuses } from './output.js'
import { type ViewOptions, view } from './view.js'

/** What stays the same; the events are those of the caller, who adds to them. */
type Setting = Pick<ViewOptions, 'title' | 'forMs' | 'chalk' | 'events'>

export class LiveView {
  readonly #stream: NodeJS.WriteStream
  readonly #screen: ReturnType<typeof createLogUpdate>
  readonly #setting: Setting
  #stopListening: (() => void) | undefined
  #hasListened = false
  #showsLegend = false
  #draw = () => {}

  constructor(
    stream: NodeJS.WriteStream,
    screen: ReturnType<typeof createLogUpdate>,
    setting: Setting,
  ) {
    this.#stream = stream
    this.#screen = screen
    this.#setting = setting
  }

  show(clusters: Statuses, elapsedMs: Millis, progress?: Progress): void {
    if (!this.#hasListened) this.#stopListening = listenToKeys(key => this.#press(key))
    this.#hasListened = true
    this.#draw = () => {
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
      this.#screen(lines.join('\n'))
    }
    this.#draw()
  }

  /** What was drawn last stays, and the terminal is as it was. */
  end(): void {
    this.#showsLegend = false
    this.#draw()
    this.#stopListening?.()
    this.#screen.done()
  }

  #press(key: string): void {
    if (key !== '?') return
    this.#showsLegend = !this.#showsLegend
    this.#draw()
  }
}
