/** The section `links`, and what names a link anywhere. */

import { LINK, LINK_SAID } from './definition.js'
import { quoted, suggest } from './messages.js'
import type { Direction, LinkSpec, Links } from './scenario-plan.js'
import type { Fields, ScenarioReader } from './scenario-reader.js'
import type { Path } from './source.js'

/** A direction outdoes a pair, and a pair the default, in whatever order they stand. */
export function readLinks(reading: ScenarioReader, said: unknown): Links {
  const links = new Map(reading.entries(said, ['links'], 'links, such as DC1-DC2'))
  const whole = (key: string) =>
    linkOf(reading.fields(LINK, links.get(key) ?? {}, ['links', key], 'a link'))
  const standard = whole('default')
  const local = whole('local')
  const pairs = readPairs(reading, links)
  const specs: Record<string, LinkSpec> = {}
  for (const { directions, fields } of pairs.sort(byWidth)) {
    for (const { from, to } of directions) {
      const key = `${from}>${to}`
      specs[key] = { ...(specs[key] ?? standard), ...linkOf(fields) }
    }
  }
  return { default: standard, local, pairs: specs }
}

interface Pair {
  readonly key: string
  readonly directions: readonly Direction[]
  readonly fields: Fields<typeof LINK_SAID>
}

const byWidth = (a: Pair, b: Pair) => b.directions.length - a.directions.length

function readPairs(reading: ScenarioReader, links: ReadonlyMap<string, unknown>): Pair[] {
  const pairs: Pair[] = []
  const known = new Map<string, string>()
  for (const [key, said] of links) {
    if (key === 'default' || key === 'local') continue
    const fields = reading.fields(LINK_SAID, said, ['links', key], 'a link')
    const directions = directionsOf(reading, key)
    if (typeof directions === 'string') {
      const isPair = /[->]/.test(key)
      const unknown = `Unknown key ${quoted(key)} in links: ${suggest(key, ['default', 'local'])}`
      reading.reportKey(['links', key], isPair ? sayNoLink(reading, key, directions) : unknown)
      continue
    }
    const same = `${directions.length} ${directions.map(({ from, to }) => `${from}>${to}`).sort()}`
    const other = known.get(same)
    if (other) reading.reportKey(['links', key], `${key} is the link ${other}: name it once`)
    known.set(same, key)
    pairs.push({ key, directions, fields })
  }
  return pairs
}

/** The directions that a fault is on: of a link, or of all links of a cluster. */
export function readDirections(
  reading: ScenarioReader,
  name: string,
  key: string,
  path: Path,
): readonly Direction[] | undefined {
  if (reading.isCluster(name)) {
    const others = reading.names.filter(other => other !== name)
    return others.flatMap(other => [
      { from: name, to: other },
      { from: other, to: name },
    ])
  }
  const directions = directionsOf(reading, name)
  if (typeof directions !== 'string') return directions
  const isPair = /[->]/.test(name)
  const problem = isPair ? sayNoLink(reading, name, directions) : reading.sayUnknown(name)
  reading.report(path, `${key}: ${problem}`)
  return undefined
}

/**
 * The directions that `DC1-DC2`, or `DC1>DC2`, names. What is wrong with it, as the end of a
 * sentence, if it names none.
 */
function directionsOf(reading: ScenarioReader, text: string): readonly Direction[] | string {
  const ends = text.includes('>') ? [text.split('>')] : splits(text, '-')
  const pairs = ends.filter(
    names => names.length === 2 && names.every(name => reading.isCluster(name)),
  )
  const [first, second] = pairs
  if (second) return 'can be read in two ways: name its directions, such as DC1>DC2'
  if (!first) return 'names no two clusters of this file'
  const [from = '', to = ''] = first
  if (from === to) return 'goes from a cluster to itself: use the link local for that'
  return text.includes('>')
    ? [{ from, to }]
    : [
        { from, to },
        { from: to, to: from },
      ]
}

/** What is wrong with the name of a link, with the nearest word for an end that is none. */
function sayNoLink(reading: ScenarioReader, text: string, problem: string): string {
  const [left = '', right = '', ...more] = text.split(/[->]/)
  const wrong = [left, right].find(name => !reading.isCluster(name))
  const isPlain = more.length === 0 && wrong !== undefined
  return isPlain
    ? `The link ${quoted(text)}: ${reading.sayUnknown(wrong)}`
    : `${quoted(text)} ${problem}`
}

/** Names may have dashes in them: each way to read the text as two names. */
function splits(text: string, separator: string): string[][] {
  const ways: string[][] = []
  for (let at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, at + 1)) {
    ways.push([text.slice(0, at), text.slice(at + 1)])
  }
  return ways
}

function linkOf<Said extends Fields<typeof LINK_SAID>>({ bandwidth, ...link }: Said) {
  return { ...link, ...(bandwidth !== undefined && { bytesPerMs: bandwidth }) }
}
