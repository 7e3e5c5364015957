/** Text that comes in blocks, as lines: a line may go on through many of them. */

export class LineSplitter {
  #rest = ''

  /** What is behind the last end of a line. */
  get rest(): string {
    return this.#rest
  }

  /** The lines that end in this block. */
  in(block: string): string[] {
    const end = block.lastIndexOf('\n')
    // A long line is not looked through again with each of its blocks.
    if (end < 0) {
      this.#rest += block
      return []
    }
    const lines = `${this.#rest}${block.slice(0, end)}`.split('\n')
    this.#rest = block.slice(end + 1)
    return lines
  }
}
