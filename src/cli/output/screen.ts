/** Lines at the foot of a terminal, each drawing over the last, whatever its width becomes. */

import { stripVTControlCharacters } from 'node:util'
import { createLogUpdate } from 'log-update'

const ERASE_LINE_ABOVE = '\u001b[1A\u001b[2K'

export class Screen {
  readonly #stream: NodeJS.WriteStream
  readonly #update: ReturnType<typeof createLogUpdate>
  #lines: readonly string[] = []
  #columns = 0

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream
    this.#update = createLogUpdate(stream)
  }

  /** @param lines none longer than the terminal is wide. */
  draw(lines: readonly string[]): void {
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
