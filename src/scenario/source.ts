/** The text of a scenario file: its value, and where in the text each part of it stands. */

import {
  type Document,
  isAlias,
  isMap,
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
import { isSameKey, mendCommas } from './flow-commas.js'
import type { Problem } from './scenario-error.js'
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

/** More aliases than this, counted as often as they are repeated, are taken for an attack. */
const ALIASES_MAX = 1000

/** Reads YAML, and so JSON. Never throws: all that is wrong is in `problems`. */
export function parseSource(text: string, variables: Variables = {}): Source {
  const lines = new LineCounter()
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(1, line), col: Math.max(1, col) }
  }
  try {
    const document = parseDocument(maskVariables(text), {
      lineCounter: lines,
      prettyErrors: false,
      logLevel: 'error',
      uniqueKeys: isSameKey,
    })
    const variabler = new Variabler(text, variables)
    variabler.substitute(document)
    mendCommas(document)
    variabler.checkKeys(document)
    const substitution = variabler.result()
    const faults = [...document.errors, ...document.warnings]
    const syntax = faultsOf(faults, text, placeAt)
    // What does not parse makes nonsense of the rest.
    const others = faults.some(({ code }) => code !== 'DUPLICATE_KEY')
      ? []
      : [
          ...missingAnchors(document, placeAt),
          ...missingSpaces(document, placeAt),
          ...substitution.problems.map(({ offset, message }) => ({ ...placeAt(offset), message })),
        ]
    const problems = [...syntax, ...others]
    // With a key twice, the last of the two still lets the rest be checked.
    const isHopeless = faults.some(({ code }) => code !== 'DUPLICATE_KEY') || others.length > 0
    return {
      value: isHopeless ? undefined : document.toJS({ maxAliasCount: ALIASES_MAX }),
      text: substitution.text,
      problems,
      placeOf: path => placeAt(offsetOf(document, path, false)),
      placeOfKey: path => placeAt(offsetOf(document, path, true)),
    }
  } catch (error) {
    return hopeless(error, text)
  }
}

/** What the library throws: at aliases that repeat without end, and at nesting without end. */
function hopeless(error: unknown, text: string): Source {
  const isAliases = error instanceof ReferenceError
  if (!isAliases && !(error instanceof RangeError)) throw error
  const message = isAliases ? 'The file has too many aliases' : 'The file is nested too deeply'
  const start = { line: 1, col: 1 }
  const problems = [{ ...start, message: `${message}: write less of it` }]
  return { value: undefined, text, problems, placeOf: () => start, placeOfKey: () => start }
}

/** Each key that is there twice; of what is no YAML the first, which the others follow from. */
function faultsOf(
  faults: readonly YAMLError[],
  text: string,
  placeAt: (offset: number) => Place,
): Problem[] {
  const twice = faults.filter(({ code }) => code === 'DUPLICATE_KEY')
  const [first] = faults
    .filter(({ code }) => code !== 'DUPLICATE_KEY')
    .sort((a, b) => a.pos[0] - b.pos[0])
  const said = twice.map(({ pos }) => {
    const key = text.slice(pos[0]).match(/^[^\s:]{1,40}/)?.[0] ?? ''
    const message = `The key ${key} is there twice: leave one of them out`
    return { ...placeAt(pos[0]), message }
  })
  if (!first) return said
  const { offset, message } = yamlFault(first, text)
  return [{ ...placeAt(offset), message: unmask(message) }]
}

function missingAnchors(document: Document, placeAt: (offset: number) => Place): Problem[] {
  const problems: Problem[] = []
  visit(document, {
    Alias(_key, alias) {
      if (alias.resolve(document) !== undefined) return
      const message = `There is no anchor &${alias.source} before the alias *${alias.source}`
      problems.push({ ...placeAt(alias.range?.[0] ?? 0), message })
    },
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
