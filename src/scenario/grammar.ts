/** The one grammar for times, rates, distributions and loads, in options and in files. */

import type { Distribution } from '../base/distribution.js'
import type { Millis } from '../base/time.js'
import type { Load } from '../client/load.js'
import { RATE_MAX } from './limits.js'
import { quoted, suggest } from './messages.js'
import { UsageError } from './usage-error.js'

/** A map, because every object has a `constructor`, which is no unit of time. */
const UNITS: ReadonlyMap<string, Millis> = new Map(
  Object.entries({ us: 0.001, ms: 1, s: 1000, m: 60_000, h: 3_600_000 }),
)

/**
 * `250ms`, `10s`, `2m`. A bare number is refused, because its unit would be a guess.
 *
 * @returns ms, 0 or more.
 * @throws UsageError for any other text.
 */
export function parseDuration(text: string): Millis {
  const [, digits, unit] = text.trim().match(/^(\d{1,12}(?:\.\d{1,12})?)([a-z]*)$/) ?? []
  const fail = (advice: string) =>
    new UsageError(`Cannot parse duration ${quoted(text)}: ${advice}`)
  if (digits === undefined) throw fail('use a number and a unit, such as 250ms, 10s or 2m')
  if (!unit) throw fail(`add a unit such as ${digits}s`)
  const factor = UNITS.get(unit)
  if (factor === undefined) throw fail(suggest(unit, [...UNITS.keys()]))
  return Number(digits) * factor
}

/** A time as this grammar writes it, for messages: `90s`, `250ms`. */
export function sayMs(ms: Millis): string {
  const isHours = ms > 0 && ms % 3_600_000 === 0
  const unit = isHours ? 'h' : ms >= 1000 || ms === 0 ? 's' : 'ms'
  return `${Number((ms / (UNITS.get(unit) ?? 1)).toFixed(3))}${unit}`
}

/**
 * `60/s`, `1200/m`.
 *
 * @returns a number per second, above 0; or 0 as well, where that is the least.
 * @throws UsageError for any other text.
 */
export function parseRate(text: string, least?: 0): number {
  const [, digits, unit] = text.trim().match(/^(\d{1,12}(?:\.\d{1,12})?)\/([a-z]+)$/) ?? []
  const fail = (advice: string) => new UsageError(`Cannot parse rate ${quoted(text)}: ${advice}`)
  const perMs = UNITS.get(unit ?? '')
  if (digits === undefined || perMs === undefined) throw fail('use a form such as 60/s or 1200/m')
  if (Number(digits) === 0 && least !== 0) throw fail('it must be above 0')
  return (Number(digits) * 1000) / perMs
}

/** The rate of a load, which is bounded: an arrival costs time, in virtual time too. */
export function parseLoadRate(text: string, least?: 0): number {
  const perSecond = parseRate(text, least)
  if (perSecond <= RATE_MAX) return perSecond
  throw new UsageError(`Cannot parse rate ${quoted(text)}: use at most ${RATE_MAX}/s`)
}

/** `0.05` or `5%`: a part of the whole, from 0 to 1. */
export function parseShare(text: string): number {
  const share = parsePart(text, 1, 'use a form such as 0.05 or 5%, up to 1')
  if (share <= 1) return share
  throw new UsageError(`Cannot parse share ${quoted(text)}: a share is never above 100%`)
}

/** The same of what can happen several times to one: `150%`. */
export function parseRatio(text: string): number {
  return parsePart(text, 1, 'use a form such as 0.05 or 5%')
}

/** Without `%`, more cores than this are taken for a percentage. */
const CORES_MAX = 16

/** `0.8`, `80%`, `2.5`, `250%`: how much of one core. */
export function parseCores(text: string): number {
  return parsePart(text, CORES_MAX, 'use a form such as 0.8 or 80% of one core')
}

/**
 * A percentage, or a number up to `most`: one that is higher is a percentage without its sign,
 * which would hold always, or never.
 */
function parsePart(text: string, most: number, form: string): number {
  const [, digits, percent] = text.trim().match(/^(\d{1,12}(?:\.\d{1,12})?)(%?)$/) ?? []
  const fail = (advice: string) => new UsageError(`Cannot parse share ${quoted(text)}: ${advice}`)
  if (digits === undefined) throw fail(form)
  if (percent) return Number(digits) / 100
  if (Number(digits) > most) throw fail(shareMeant(Number(digits)))
  return Number(digits)
}

/** What was probably meant by a number that is too high for a share. */
export function shareMeant(number: number): string {
  return `write ${number}% or ${Number((number / 100).toPrecision(12))}`
}

const MEMORY: ReadonlyMap<string, number> = new Map(
  Object.entries({ B: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 }),
)

/** `300MiB`, `2GiB`: in bytes. */
export function parseBytes(text: string): number {
  const [, digits, unit = ''] = text.trim().match(/^(\d{1,12}(?:\.\d{1,12})?)([A-Za-z]*)$/) ?? []
  const fail = (advice: string) => new UsageError(`Cannot parse size ${quoted(text)}: ${advice}`)
  if (digits === undefined) throw fail('use a form such as 300MiB')
  const bytes = MEMORY.get(unit)
  if (bytes === undefined) throw fail(suggest(unit, [...MEMORY.keys()]))
  return Number(digits) * bytes
}

/** In bytes; by thousands, as networks are sold. */
const SIZES: ReadonlyMap<string, number> = new Map(
  Object.entries({ B: 1, KB: 1e3, MB: 1e6, GB: 1e9, Kbit: 125, Mbit: 125e3, Gbit: 125e6 }),
)

/** `10MB/s`, `100Mbit/s`: as bytes per millisecond, above 0. */
export function parseBandwidth(text: string): number {
  const [, digits, size = '', unit = ''] =
    text.trim().match(/^(\d{1,12}(?:\.\d{1,12})?)([A-Za-z]+)\/([a-z]+)$/) ?? []
  const fail = (advice: string) =>
    new UsageError(`Cannot parse bandwidth ${quoted(text)}: ${advice}`)
  const bytes = SIZES.get(size)
  const perMs = UNITS.get(unit)
  if (digits === undefined || perMs === undefined) throw fail('use a form such as 10MB/s')
  if (bytes === undefined) throw fail(suggest(size, [...SIZES.keys()]))
  if (Number(digits) === 0) throw fail('it must be above 0')
  return (Number(digits) * bytes) / perMs
}

const DISTRIBUTIONS = ['exp', 'uniform', 'choice', 'lognormal'] as const

/**
 * `100ms`, `exp:100ms`, `uniform:0s,1s`, `choice:0s,1s`, `lognormal:5ms,20ms` (median, p99).
 *
 * @throws UsageError for any other text.
 */
export function parseDistribution(text: string): Distribution {
  const colon = text.indexOf(':')
  if (colon < 0) return { kind: 'constant', ms: parseDuration(text) }
  const kind = text.slice(0, colon).trim()
  const fail = (advice: string) =>
    new UsageError(`Cannot parse distribution ${quoted(text)}: ${advice}`)
  if (!isOneOf(kind, DISTRIBUTIONS)) throw fail(suggest(kind, DISTRIBUTIONS))
  const times = text
    .slice(colon + 1)
    .split(',')
    .map(parseDuration)
  const [first = 0, second = 0] = times
  const wants = (count: number, form: string) => {
    if (times.length !== count) throw fail(`use ${form}`)
  }
  switch (kind) {
    case 'exp':
      wants(1, 'exp:<mean>')
      return { kind, meanMs: first }
    case 'uniform':
      wants(2, 'uniform:<from>,<to>')
      if (second < first) throw fail('the second time must not be before the first')
      return { kind, fromMs: first, toMs: second }
    case 'choice':
      return { kind, ofMs: times }
    case 'lognormal':
      wants(2, 'lognormal:<median>,<p99>')
      if (first === 0 || second < first) throw fail('use a median above 0 and a p99 not below it')
      return { kind, medianMs: first, p99Ms: second }
  }
}

const LOADS = ['guide', 'closed', 'rate'] as const

/**
 * `guide`, `closed:<think>`, `rate:<n>/s`.
 *
 * @throws UsageError for any other text.
 */
export function parseLoad(text: string): Load {
  const [kind = '', ...rest] = text.trim().split(':')
  const argument = rest.join(':')
  const fail = (advice: string) => new UsageError(`Cannot parse load ${quoted(text)}: ${advice}`)
  if (!isOneOf(kind, LOADS)) throw fail(suggest(kind, LOADS))
  switch (kind) {
    case 'guide':
      if (rest.length > 0) throw fail('guide takes nothing behind it')
      return { kind }
    case 'closed':
      if (argument === '') throw fail('say how long a client thinks, such as closed:100ms')
      return { kind, think: parseDistribution(argument) }
    case 'rate':
      if (argument === '') throw fail('say how many tasks, such as rate:60/s')
      return { kind, perSecond: parseLoadRate(argument), arrivals: 'poisson' }
  }
}

/** Whether a word is one of a list, and so of its type. */
export function isOneOf<Word extends string>(text: string, words: readonly Word[]): text is Word {
  return (words as readonly string[]).includes(text)
}
