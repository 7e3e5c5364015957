/** The text of a scenario file: its value, and where in the text each part of it stands. */

import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
  type YAMLError,
  type YAMLMap,
} from 'yaml'
import { duplicateKeys, rejoinDistributions } from './flow-commas.js'
import { ALIASES_MAX, SCENARIO_BYTES_MAX } from './limits.js'
import type { Problem } from './scenario-error.js'
import { checkStack, reasonOf, TOO_LONG, tooMuchOf } from './too-much.js'
import { maskVariables, unmask, Variabler, type Variables } from './variables.js'
import { keyFault, yamlFault } from './yaml-fault.js'

/** Keys and indexes, from the top of the file down. */
export type Path = readonly (string | number)[]

export interface Source {
  /** What the file says, as JSON would have it; undefined when it cannot be known. */
  readonly value: unknown
  /** The text with the values of variables in it. */
  readonly text: string
  /** What is wrong with the text itself. */
  readonly problems: readonly Problem[]
  /** Where the value at a path begins; if there is none, the innermost that there is. */
  placeOf(path: Path): Place
  /** Where the key that a path ends with begins. */
  placeOfKey(path: Path): Place
}

type Place = Omit<Problem, 'message'>

/** Reads YAML, and so JSON. Never throws: all that is wrong is in `problems`. */
export function parseSource(text: string, variables: Variables = {}): Source {
  const lines = new LineCounter()
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(1, line), col: Math.max(1, col) }
  }
  if (text.length > SCENARIO_BYTES_MAX) return hopeless(TOO_LONG, text)
  try {
    const document = parseDocument(maskVariables(text), {
      lineCounter: lines,
      prettyErrors: false,
      logLevel: 'error',
      // Its own check takes the square of their number.
      uniqueKeys: false,
    })
    const variabler = new Variabler(text, variables)
    variabler.substitute(document)
    rejoinDistributions(document)
    variabler.checkKeys(document)
    const substitution = variabler.result()
    const syntax = syntaxFault([...document.errors, ...document.warnings], text, placeAt)
    // What does not parse makes nonsense of the rest.
    const others = syntax
      ? [syntax]
      : [
          ...missingAnchors(document, placeAt),
          ...missingSpaces(document, placeAt),
          ...substitution.problems.map(({ offset, message }) => ({ ...placeAt(offset), message })),
        ]
    // With a key twice, the last of the two still lets the rest be checked.
    const twice = syntax ? [] : twiceIn(document, text, placeAt)
    const isHopeless = others.length > 0
    const value = isHopeless ? undefined : document.toJS({ maxAliasCount: ALIASES_MAX })
    const tooMuch = tooMuchOf(value)
    if (tooMuch !== undefined) return hopeless(tooMuch, text)
    return {
      value,
      text: substitution.text,
      problems: [...twice, ...others],
      placeOf: path => placeAt(offsetOf(document, path, false)),
      placeOfKey: path => placeAt(offsetOf(document, path, true)),
    }
  } catch (error) {
    return hopeless(reasonOf(error), text)
  }
}

/** Of a value that never was a text: all of it is at the beginning. */
export function sourceOf(value: unknown): Source {
  return { value, text: '', problems: [], placeOf: () => START, placeOfKey: () => START }
}

const START: Place = { line: 1, col: 1 }

/** One thing wrong with all of it. */
function hopeless(message: string, text: string): Source {
  const start = { line: 1, col: 1 }
  const problems = [{ ...start, message }]
  return { value: undefined, text, problems, placeOf: () => start, placeOfKey: () => start }
}

/** Of what is no YAML the first, which the others follow from. */
function syntaxFault(
  faults: readonly YAMLError[],
  text: string,
  placeAt: (offset: number) => Place,
): Problem | undefined {
  const [first] = [...faults].sort((a, b) => a.pos[0] - b.pos[0])
  if (!first) return undefined
  checkStack(faults)
  const { offset, message } = yamlFault(first, text)
  return { ...placeAt(offset), message: unmask(message) }
}

/** Each key that is there twice. */
function twiceIn(document: Document, text: string, placeAt: (offset: number) => Place): Problem[] {
  return duplicateKeys(document).map(key => {
    const offset = key.range?.[0] ?? 0
    const word = text.slice(offset, offset + 40).match(/^[^\s:]+/)?.[0] ?? ''
    const message = `The key ${word} is there twice: leave one of them out`
    return { ...placeAt(offset), message }
  })
}

function missingAnchors(document: Document, placeAt: (offset: number) => Place): Problem[] {
  const problems: Problem[] = []
  const anchors = new Set<string>()
  let aliases = 0
  visit(document, (_key, node) => {
    // To look up each takes time by the size of the file.
    if (isAlias(node) && ++aliases > ALIASES_MAX) throw new ReferenceError('too many aliases')
    if (isAlias(node) && !anchors.has(node.source)) {
      const message = `There is no anchor &${node.source} before the alias *${node.source}`
      problems.push({ ...placeAt(node.range?.[0] ?? 0), message })
    } else if (isNode(node) && 'anchor' in node && node.anchor) anchors.add(node.anchor)
  })
  return problems
}

function missingSpaces(document: Document, placeAt: (offset: number) => Place): Problem[] {
  const problems: Problem[] = []
  visit(document, {
    Pair(_key, { key }) {
      const message = isScalar(key) && key.type === 'PLAIN' ? keyFault(keyText(key)) : undefined
      if (message !== undefined) problems.push({ ...placeAt(startOf(key) ?? 0), message })
    },
  })
  return problems
}

function offsetOf(document: Document, path: Path, isKey: boolean): number {
  let node: unknown = document.contents
  let offset = startOf(node) ?? 0
  for (const [depth, part] of path.entries()) {
    const inside = isAlias(node) ? node.resolve(document) : node
    const pair: Pair | undefined = isMap(inside) ? pairsOf(inside).get(String(part)) : undefined
    if (pair && isKey && depth === path.length - 1) return startOf(pair.key) ?? offset
    node = isSeq(inside) ? inside.items[Number(part)] : pair?.value
    const start = startOf(node) ?? startOf(pair?.key)
    if (start === undefined) return offset
    offset = start
  }
  return offset
}

const PAIRS = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>()

/** By the text of their keys; kept, because a file can have many problems. */
function pairsOf(map: YAMLMap): ReadonlyMap<string, Pair> {
  const pairs = PAIRS.get(map) ?? new Map(map.items.map(pair => [keyText(pair.key), pair]))
  PAIRS.set(map, pairs)
  return pairs
}

function keyText(key: unknown): string {
  return isScalar(key) ? String(key.value) : String(key)
}

/** Undefined for a value that has no text, of a key with nothing behind it. */
function startOf(node: unknown): number | undefined {
  const [start, end] = (node as Node | null | undefined)?.range ?? []
  return start === end ? undefined : start
}
