/**
 * Variables in scenario files: `${RATE}`, `${RATE:-60/s}`, and `$$` for a dollar. They stand in
 * values; what follows from them is what YAML makes of the text that they give.
 */

import { type Document, isPair, isScalar, parseDocument, type Scalar, visit } from 'yaml'
import { SCENARIO_BYTES_MAX } from './limits.js'

/** By name; what is not in it is not set. */
export type Variables = Readonly<Record<string, string | undefined>>

/** What is wrong, at an offset in the text. */
export interface VariableProblem {
  readonly offset: number
  readonly message: string
}

interface Token {
  readonly offset: number
  readonly text: string
  readonly name: string | undefined
  readonly standard: string | undefined
}

export interface Substitution {
  readonly problems: readonly VariableProblem[]
  /** The text of the file with the values in it; comments are as they were. */
  readonly text: string
}

const TOKEN = /\$\$|\$\{([A-Za-z_]\w*)(?::-([^{}\n]*))?\}/g
/** How variables are written. */
export const VARIABLE_FORM = `use \${NAME} or \${NAME:-default}, or $$ for a dollar`

/** Characters of private use, which no file has: as long as what they stand for. */
const MASK = /\uE000\uE001*\uE002/g

/** The text with all variables masked: braces within braces would mean something else in YAML. */
export function maskVariables(text: string): string {
  return text.replace(TOKEN, token => `\uE000${'\uE001'.repeat(token.length - 2)}\uE002`)
}

/** For messages of others, which may have quoted what was masked. */
export function unmask(message: string): string {
  return message.replace(MASK, `\${..}`)
}

/** Puts the values of variables into a document that was read from masked text. */
export class Variabler {
  readonly #text: string
  readonly #tokens: readonly Token[]
  readonly #values: Variables
  readonly #problems: VariableProblem[] = []
  readonly #used = new Map<Token, string>()
  readonly #keys = new Map<unknown, Token>()
  /** Of the values so far, all together. */
  #length = 0
  #isTooLong = false

  constructor(text: string, values: Variables) {
    this.#text = text
    this.#values = values
    this.#tokens = [...text.matchAll(TOKEN)].map(({ index, 0: all, 1: name, 2: standard }) => ({
      offset: index,
      text: all,
      name,
      standard,
    }))
  }

  /** Keys too: with commas in braces, a part of a value looks like one. See `checkKeys`. */
  substitute(document: Document): void {
    visit(document, {
      Scalar: (key, node) => this.#substitute(node, key === 'key'),
    })
  }

  /** After `mendCommas`: what is a key still is none that can have a variable. */
  checkKeys(document: Document): void {
    visit(document, (_key, node) => {
      const token = isPair(node) ? this.#keys.get(node.key) : undefined
      if (!token) return
      const message = `${token.text} is in a key: variables stand in values only`
      this.#problems.push({ offset: token.offset, message })
    })
  }

  result(): Substitution {
    let text = ''
    let end = 0
    for (const [token, value] of [...this.#used].sort(([a], [b]) => a.offset - b.offset)) {
      text += this.#text.slice(end, token.offset) + value
      end = token.offset + token.text.length
    }
    return { problems: this.#problems, text: text + this.#text.slice(end) }
  }

  #substitute(node: Scalar, isKey: boolean): void {
    if (typeof node.value !== 'string') return
    const [start = 0, end = 0] = node.range ?? []
    const raw = node.value
    if (raw.replace(MASK, '').includes('${')) {
      const offset = start + Math.max(0, this.#text.slice(start, end).search(/\$\{(?!\w+\})/))
      this.#problems.push({ offset, message: `Cannot parse this variable: ${VARIABLE_FORM}` })
    }
    const tokens = this.#tokensIn(start, end)
    const [first] = tokens
    if (!first) return
    if (isKey) this.#keys.set(node, first)
    const queue = [...tokens]
    const text = raw.replace(MASK, () => this.#valueOf(queue.shift()))
    const isWhole = tokens.length === 1 && raw.replace(MASK, '') === '' && first.name !== undefined
    node.value = node.type === 'PLAIN' || isWhole ? typed(text) : text
  }

  #tokensIn(start: number, end: number): readonly Token[] {
    let first = 0
    let last = this.#tokens.length
    while (first < last) {
      const middle = (first + last) >> 1
      if ((this.#tokens[middle]?.offset ?? end) < start) first = middle + 1
      else last = middle
    }
    let after = first
    while ((this.#tokens[after]?.offset ?? end) < end) after++
    return this.#tokens.slice(first, after)
  }

  #valueOf(token: Token | undefined): string {
    if (!token) return ''
    const { name, standard, offset } = token
    const said = name === undefined ? '$' : this.#values[name]
    const value = standard !== undefined && said === '' ? standard : (said ?? standard)
    if (value === undefined) {
      const message = `The variable ${name} is not set: set it, or write \${${name}:-default}`
      this.#problems.push({ offset, message })
    }
    this.#length += (value ?? '').length
    if (this.#length > SCENARIO_BYTES_MAX) {
      const message = 'The values of variables are longer than a file may be: use shorter ones'
      if (!this.#isTooLong) this.#problems.push({ offset, message })
      this.#isTooLong = true
      return ''
    }
    this.#used.set(token, value ?? '')
    return value ?? ''
  }
}

/** A number where YAML sees one, and so on; what is more than a word stays text. */
function typed(text: string): unknown {
  const document = parseDocument(text, { logLevel: 'error' })
  if (document.errors.length > 0 || document.warnings.length > 0) return text
  const { contents } = document
  if (contents === null) return null
  return isScalar(contents) && typeof contents.value !== 'string' ? contents.value : text
}
