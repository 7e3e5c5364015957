/** Reading a file piece by piece: what is well is kept, every problem is noted with its place. */

import type { z } from 'zod'
import type { Millis } from '../base/time.js'
import { sayMs } from './grammar.js'
import { ITEMS_MAX, PROBLEMS_MAX } from './limits.js'
import { describe, quoted, suggest } from './messages.js'
import type { Problem } from './scenario-error.js'
import type { Path, Source } from './source.js'

/** What a piece says, field by field. One that is wrong has its default, or none. */
export type Fields<Schema extends z.ZodObject> = {
  [Key in keyof z.output<Schema>]:
    | Exclude<z.output<Schema>[Key], undefined>
    | (undefined extends z.input<Schema>[Key & keyof z.input<Schema>] ? never : undefined)
}

export class ScenarioReader {
  readonly problems: Problem[] = []
  /** Further problems: only counted. */
  more = 0
  /** The clusters of the file. */
  readonly names: readonly string[]
  readonly #names: ReadonlySet<string>
  readonly #source: Source
  readonly #noted = new Set<string>()
  /** The sections of the file that have problems. */
  readonly #unwell = new Set<string | number | undefined>()

  constructor(source: Source, names: readonly string[]) {
    this.#source = source
    this.names = names
    this.#names = new Set(names)
  }

  /** Notes what is wrong with a value; of one that is not there, with what it is missing from. */
  report(path: Path, message: string): void {
    if (this.#isFull(path)) return
    this.#note({ ...this.#source.placeOf(path), message })
  }

  /** Notes what is wrong with a key. */
  reportKey(path: Path, message: string): void {
    if (this.#isFull(path)) return
    this.#note({ ...this.#source.placeOfKey(path), message })
  }

  /** Whether a time is not after the end of the run; else it is noted. */
  isInTime(path: Path, ms: Millis, endMs: Millis): boolean {
    if (ms <= endMs) return true
    const problem = `${sayMs(ms)} is after the end of the run at ${sayMs(endMs)}`
    this.report(path, `${labelOf(path)}${problem}`)
    return false
  }

  isWell(section: string): boolean {
    return !this.#unwell.has(section)
  }

  /** The pairs of a map. One that is empty, or not there, has none. */
  entries(value: unknown, path: Path, what: string): [key: string, value: unknown][] {
    if (value === undefined || value === null) return []
    if (isMap(value)) return Object.entries(value)
    this.report(path, `${labelOf(path)}use a map of ${what}, not ${describe(value)}`)
    return []
  }

  /** The items of a list. One that is empty, or not there, has none. */
  items(value: unknown, path: Path, what: string): unknown[] {
    if (value === undefined || value === null) return []
    if (Array.isArray(value)) {
      if (value.length <= ITEMS_MAX) return value
      this.report(path, `${labelOf(path)}${sayTooMany(value.length)}`)
      return []
    }
    this.report(path, `${labelOf(path)}use a list of ${what}, not ${describe(value)}`)
    return []
  }

  /**
   * What a piece says. `others` are the keys that it may have besides, and somebody else reads.
   *
   * @param what the piece, as the end of "Unknown key in": `a link`.
   */
  fields<Schema extends z.ZodObject>(
    schema: Schema,
    value: unknown,
    path: Path,
    what: string,
    others: readonly string[] | 'any' = [],
  ): Fields<Schema> {
    const said = value === null ? {} : value
    if (!isMap(said)) {
      this.report(path, `Use a map for ${what}, not ${describe(said)}`)
      return standardOf(schema)
    }
    const shape = new Map(Object.entries(schema.shape))
    if (others !== 'any')
      this.#checkKeys(Object.keys(said), [...shape.keys(), ...others], path, what)
    const read = [...shape].map(
      ([key, field]) => [key, this.#field(field, said, [...path, key])] as const,
    )
    return fieldsOf(read)
  }

  /** Notes each name that is no cluster's, and tells whether all are. */
  areClusters(names: readonly string[], path: Path): boolean {
    const isList = names.length > 1 || this.#isList(path)
    let areAll = true
    for (const [index, name] of names.entries()) {
      if (this.#names.has(name)) continue
      areAll = false
      const place = isList ? [...path, index] : path
      if (!this.#isFull(place)) this.report(place, `${labelOf(path)}${this.sayUnknown(name)}`)
    }
    return areAll
  }

  /** Whether the file says anything at a path. */
  says(path: Path): boolean {
    return valueAt(this.#source.value, path) !== undefined
  }

  isCluster(name: string): boolean {
    return this.#names.has(name)
  }

  sayUnknown(name: string): string {
    return `${quoted(name)} is no cluster of this file: ${suggest(name, this.names)}`
  }

  #checkKeys(keys: readonly string[], known: readonly string[], path: Path, what: string): void {
    for (const key of keys) {
      if (known.includes(key) || this.#isFull([...path, key])) continue
      this.reportKey(
        [...path, key],
        `Unknown key ${quoted(key)} in ${what}: ${suggest(key, known)}`,
      )
    }
  }

  #isList(path: Path): boolean {
    return Array.isArray(valueAt(this.#source.value, path))
  }

  #field(field: z.core.$ZodType, said: Readonly<Record<string, unknown>>, path: Path): unknown {
    const key = String(path.at(-1))
    // Only what it has itself: each object has a `constructor`.
    const value = Object.hasOwn(said, key) ? said[key] : undefined
    const result = (field as z.ZodType).safeParse(value)
    if (result.success) return result.data
    if (value === undefined) {
      const [issue] = result.error.issues
      this.report(path.slice(0, -1), `The key ${quoted(key)} is missing: ${issue?.message}`)
      return undefined
    }
    for (const { message, path: within } of result.error.issues) {
      const place = [
        ...path,
        ...within.map(part => (typeof part === 'number' ? part : String(part))),
      ]
      this.report(place, `${labelOf(path)}${message}`)
    }
    return standard(field)
  }

  /** Whether one more problem, at that path, is only counted. */
  #isFull(path: Path): boolean {
    this.#unwell.add(path[0])
    if (this.problems.length < PROBLEMS_MAX) return false
    this.more++
    return true
  }

  #note(problem: Problem): void {
    const { line: row, col, setting = '' } = problem
    const line = `${row}:${col}: ${setting} ${problem.message}`
    if (this.#noted.has(line)) return
    this.#noted.add(line)
    this.problems.push(problem)
  }
}

/** What fields are where nobody says anything. */
export function standardOf<Schema extends z.ZodObject>({ shape }: Schema): Fields<Schema> {
  return fieldsOf(Object.entries(shape).map(([key, field]) => [key, standard(field)]))
}

function standard(field: z.core.$ZodType): unknown {
  return (field as z.ZodType).safeParse(undefined).data
}

function fieldsOf<Schema extends z.ZodObject>(
  entries: (readonly [key: string, value: unknown])[],
): Fields<Schema> {
  const found = entries.filter(([, value]) => value !== undefined)
  // Their types are those of the schema, as it has parsed them.
  return Object.fromEntries(found) as Fields<Schema>
}

export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function sayTooMany(count: number): string {
  return `there are ${count} items: use at most ${ITEMS_MAX}`
}

/** The key that a path leads to, as the beginning of a line. */
function labelOf(path: Path): string {
  const key = path.findLast(part => typeof part === 'string')
  return key === undefined ? '' : `${key}: `
}

function valueAt(value: unknown, path: Path): unknown {
  let inside = value
  for (const part of path) {
    if (typeof inside !== 'object' || inside === null || !Object.hasOwn(inside, part)) return
    inside = (inside as Readonly<Record<string | number, unknown>>)[part]
  }
  return inside
}
