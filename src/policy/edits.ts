/** Changes to a text, by the places of the text as it was; its lines stay where they are. */

interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

export class Edits {
  readonly #text: string
  readonly #edits: Edit[] = []
  /** Those behind a piece of text: of pieces that end at one place, the inner one comes first. */
  readonly #behind: Edit[] = []

  constructor(text: string) {
    this.#text = text
  }

  /** In place of what stands at a place, as the pattern says, but for the ends of its lines. */
  replace(pattern: RegExp, text: string, start: number): void {
    pattern.lastIndex = start
    const [found = ''] = pattern.exec(this.#text) ?? []
    this.omit(start, start + found.length)
    this.#edits.push({ start: start + found.length, end: start + found.length, text })
  }

  /** Leaves out a piece, but for the ends of its lines. */
  omit(start: number, end: number): void {
    this.#edits.push({ start, end, text: this.#text.slice(start, end).replace(/[^\n]/g, '') })
  }

  /** Outer pieces have to be said before those in them. */
  enclose(before: string, start: number, end: number, behind: string): void {
    this.#edits.push({ start, end: start, text: before })
    this.#behind.unshift({ start: end, end, text: behind })
  }

  done(): string {
    let done = ''
    let at = 0
    const inOrder = [...this.#behind, ...this.#edits].sort((a, b) => a.start - b.start)
    for (const { start, end, text } of inOrder) {
      done += this.#text.slice(at, start) + text
      at = Math.max(at, end)
    }
    return done + this.#text.slice(at)
  }
}
