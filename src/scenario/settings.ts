/**
 * Settings: `clusters.DC1.workers=4`, which changes what a scenario file says at a path. What is
 * wrong with the outcome is told of the setting, not of a line of the file.
 */

import { parseDocument } from 'yaml'
import { rejoinDistributions } from './flow-commas.js'
import { describe, nearest } from './messages.js'
import type { Problem } from './scenario-error.js'
import { isMap } from './scenario-reader.js'
import type { Path, Source } from './source.js'
import { checkStack, reasonOf, tooMuchOf } from './too-much.js'
import { yamlFault } from './yaml-fault.js'

interface Setting {
  /** As a person typed it. */
  readonly text: string
  /** From where on the file says nothing of it; at the longest, the whole path. */
  readonly path: Path
}

/** A path that there is not, or a value that is none. */
class SettingError extends Error {}

/** The source as if the file said so; each setting that cannot be made is a problem. */
export function withSettings(source: Source, texts: readonly string[]): Source {
  const made: Setting[] = []
  const problems: Problem[] = []
  let { value } = source
  for (const text of texts) {
    try {
      const [words, wanted] = partsOf(text)
      const path = pathIn(value, words)
      const setting = { text, path: newPart(value, path) }
      value = changed(value, path, wanted, [])
      made.push(setting)
    } catch (error) {
      if (!(error instanceof SettingError)) throw error
      problems.push({ line: 1, col: 1, setting: text, message: error.message })
    }
  }
  const settingAt = (path: Path) => made.findLast(({ path: set }) => isWithin(path, set))
  const placed = (path: Path, place: ReturnType<Source['placeOf']>) => {
    const setting = settingAt(path)
    return setting ? { ...place, setting: setting.text } : place
  }
  return {
    ...source,
    value,
    problems: [...source.problems, ...problems],
    placeOf: path => placed(path, source.placeOf(path)),
    placeOfKey: path => placed(path, source.placeOfKey(path)),
  }
}

/** What is set within nothing brings what it is in with it. */
function newPart(value: unknown, path: Path): Path {
  let inside = value
  for (const [depth, part] of path.entries()) {
    if (!hasOwn(inside, part)) return path.slice(0, depth + 1)
    inside = inside[part]
  }
  return path
}

function isWithin(path: Path, outer: Path): boolean {
  return outer.every((part, depth) => String(part) === String(path[depth]))
}

const FORM = 'use a path and a value, such as clusters.DC1.workers=4'

/** The words of the path, and the value, which is YAML. */
function partsOf(text: string): [words: (string | number)[], value: unknown] {
  const [, path = '', yaml = ''] = text.match(/^([^=]+)=(.*)$/s) ?? []
  if (path.trim() === '') throw new SettingError(FORM)
  const words = path
    .trim()
    .split('.')
    .flatMap(word => {
      const [, key = '', indexes = ''] = word.match(/^([^[\]]*)((?:\[\d{1,6}\])*)$/) ?? []
      if (key === '') throw new SettingError(`${FORM}, or load[0].rate=5/s`)
      return [key, ...[...indexes.matchAll(/\d+/g)].map(Number)]
    })
  return [words, yamlValue(yaml)]
}

function yamlValue(yaml: string): unknown {
  try {
    const document = parseDocument(yaml, { prettyErrors: false, logLevel: 'error' })
    const faults = [...document.errors, ...document.warnings]
    checkStack(faults)
    rejoinDistributions(document)
    const [fault] = faults
    if (fault) throw new SettingError(yamlFault(fault, yaml).message)
    const value: unknown = document.toJS()
    const tooMuch = tooMuchOf(value)
    if (tooMuch !== undefined) throw new SettingError(tooMuch)
    return value
  } catch (error) {
    if (error instanceof SettingError) throw error
    throw new SettingError(reasonOf(error))
  }
}

/** Keys can have dots in them: the longest that is there is meant. */
function pathIn(value: unknown, words: readonly (string | number)[]): Path {
  const path: (string | number)[] = []
  let inside = value
  for (let at = 0; at < words.length; ) {
    const lengths = words.slice(at).map((_, index, { length }) => length - index)
    const length = lengths.find(count => hasOwn(inside, keyOf(words, at, count))) ?? 1
    const part = length === 1 ? (words[at] ?? '') : keyOf(words, at, length)
    path.push(part)
    inside = hasOwn(inside, part) ? inside[part] : undefined
    at += length
  }
  return path
}

function keyOf(words: readonly (string | number)[], at: number, count: number): string | number {
  const [first = '', ...rest] = words.slice(at, at + count)
  return rest.length === 0 ? first : [first, ...rest].join('.')
}

function hasOwn(value: unknown, key: string | number): value is Record<string | number, unknown> {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
}

/** A copy with that value at the path. What is not changed is shared: aliases make it so. */
function changed(value: unknown, rest: Path, wanted: unknown, done: Path): unknown {
  const [part, ...below] = rest
  if (part === undefined) return wanted
  const isLast = below.length === 0
  if (typeof part === 'number' || Array.isArray(value)) {
    const list = listOf(value, part, isLast, done)
    return list.with(Number(part), changed(list[Number(part)], below, wanted, [...done, part]))
  }
  const map = mapOf(value, part, isLast, done)
  return { ...map, [part]: changed(map[part], below, wanted, [...done, part]) }
}

/** With room for one more, where all of it is said. */
function listOf(value: unknown, part: string | number, isLast: boolean, done: Path): unknown[] {
  const name = pathText(done)
  if (value !== undefined && value !== null && !Array.isArray(value)) {
    throw new SettingError(`${name} is ${describe(value)}, no list: leave out [${part}]`)
  }
  const list: unknown[] = value ?? []
  if (typeof part !== 'number') {
    throw new SettingError(`${name} is a list: say which, as in ${name}[0].${part}`)
  }
  if (part < list.length) return list
  if (isLast && part === list.length) return [...list, undefined]
  const last = list.length - 1
  const known = last < 0 ? 'it is empty' : `use ${name}[0] to ${name}[${last}]`
  throw new SettingError(`There is no ${name}[${part}]: ${known}`)
}

function mapOf(
  value: unknown,
  part: string,
  isLast: boolean,
  done: Path,
): Readonly<Record<string, unknown>> {
  if (value !== undefined && value !== null && !isMap(value)) {
    throw new SettingError(`${pathText(done)} is ${describe(value)}, which has no ${part} in it`)
  }
  const map = value ?? {}
  // A slip in the name of a cluster would make one more.
  if (done.length === 1 && done[0] === 'clusters' && !isLast && !Object.hasOwn(map, part)) {
    const near = nearest(part, Object.keys(map))
    const hint = near
      ? `did you mean "clusters.${near}"?`
      : `there are ${Object.keys(map).join(', ')}`
    throw new SettingError(`There is no cluster ${part}: ${hint}`)
  }
  return map
}

function pathText(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`
    return text === '' ? part : `${text}.${part}`
  }, '')
}
