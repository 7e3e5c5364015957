/** Lines at the foot of a terminal, each drawing over the last, whatever its width becomes. */

import { stripVTControlCharacters } from 'node:util'
import { createLogUpdate } from 'log-update'
import { isInForeground } from './foreground.js'

const ERASE_LINE_ABOVE = '\u001b[1A\u001b[2K'

export class Screen {
  readonly #stream: NodeJS.WriteStream
  readonly #update: ReturnType<typeof createLogUpdate>
  #lines: readonly string[] = []
  #columns = 0
  readonly #hasTerminal: () => boolean
  /** The shell had the terminal when this was to be drawn last. */
  #wasAway = false

  constructor(stream: NodeJS.WriteStream, hasTerminal = isInForeground) {
    this.#stream = stream
    this.#hasTerminal = hasTerminal
    this.#update = createLogUpdate(stream)
  }

  /**
   * Nothing is drawn in the background, over what the shell writes.
   *
   * @param lines none longer than the terminal is wide.
   */
  draw(lines: readonly string[]): void {
    if (!this.#hasTerminal()) {
      this.#wasAway = true
      return
    }
    if (this.#wasAway) this.done()
    this.#wasAway = false
    const { columns } = this.#stream
    if (columns !== this.#columns) this.#erase(columns)
    this.#update(lines.join('\n'))
    this.#lines = lines
    this.#columns = columns
  }

  /** What was drawn last stays, and the cursor is shown; what is drawn next stands below it. */
  done(): void {
    this.#update.done()
    this.#lines = []
  }

  /** A terminal that becomes narrower breaks long lines: they take more rows than were drawn. */
  #erase(columns: number): void {
    const broken = this.#lines.reduce((rows, line) => rows + brokenRows(line, columns), 0)
    this.#update.clear()
    this.#stream.write(ERASE_LINE_ABOVE.repeat(broken))
  }
}

/** How many rows a line takes besides the first. */
function brokenRows(line: string, columns: number): number {
  const { length } = stripVTControlCharacters(line)
  return Math.max(0, Math.ceil(length / columns) - 1)
}
