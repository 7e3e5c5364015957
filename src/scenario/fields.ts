/** The kinds of fields that scenario files have: each with the words for what it expects. */

import { z } from 'zod'
import type { Millis } from '../base/time.js'
import { POLICY_NAMES } from '../broker/policy.js'
import {
  parseBandwidth,
  parseDistribution,
  parseDuration,
  parseLoadRate,
  parseShare,
  shareMeant,
} from './grammar.js'
import { POLICY_FILE_PATTERN, sayUnknownPolicy } from './policy-word.js'
import { UsageError } from './usage-error.js'
import { advice, quoted, wants } from './wording.js'

/** What a person reads of a field in an editor. */
interface Help {
  readonly description: string
  readonly default?: string | number
}

/** What a field of text becomes by one of the grammar's parsers. */
function parsed<T>(
  expected: string,
  hints: { readonly pattern?: string; readonly examples: readonly string[] },
  parse: (text: string) => T,
) {
  return (help: Help) =>
    z
      .preprocess(
        // A bare number is text without its unit; the parser says which.
        value => (typeof value === 'number' ? String(value) : value),
        z.string(wants(expected)).transform((text, context) => {
          try {
            return parse(text)
          } catch (error) {
            if (!(error instanceof UsageError)) throw error
            context.addIssue({ code: 'custom', message: error.message })
            return z.NEVER
          }
        }),
      )
      .meta({ ...help, ...hints, examples: [...hints.examples] })
}

const NUMBER = '\\d+(\\.\\d+)?'
const UNIT = '(us|ms|s|m|h)'
const TIMES = { pattern: `^${NUMBER}${UNIT}$`, examples: ['250ms', '10s', '2m'] }
const RATES = { pattern: `^${NUMBER}/${UNIT}$`, examples: ['60/s', '1200/m'] }

export const duration = (help: Help, leastMs: Millis = 0) =>
  parsed('use a time such as 250ms, 10s or 2m', TIMES, text => {
    const ms = parseDuration(text)
    if (ms >= leastMs) return ms
    throw new UsageError(`use a time of at least ${leastMs}ms, not ${text}`)
  })(help)

/** A time of the run: what was meant by a negative one is plain. */
export const moment = parsed('use a time such as 10s', TIMES, text => {
  if (text.trim().startsWith('-')) throw new UsageError(`${text} is before the start of the run`)
  return parseDuration(text)
})

/** How long a stage lasts. */
export const span = parsed('use a time such as 30s', TIMES, text => {
  if (text.trim().startsWith('-')) throw new UsageError(`a stage of ${text} goes backwards`)
  return parseDuration(text)
})

export const rate = (help: Help, least?: 0) =>
  parsed('use a rate such as 60/s or 1200/m', RATES, text => parseLoadRate(text, least))(help)

export const distribution = parsed(
  'use a time such as 100ms, or a distribution such as exp:100ms',
  { examples: ['100ms', 'exp:100ms', 'uniform:0s,1s', 'choice:0s,1s', 'lognormal:5ms,20ms'] },
  parseDistribution,
)

export const bandwidth = parsed(
  'use a bandwidth such as 10MB/s',
  { examples: ['10MB/s', '100Mbit/s'] },
  parseBandwidth,
)

/** A number or a percentage, which is text: a number stays one for editors too. */
export const share = (help: Help) => {
  const expected = wants('use a share such as 0.05 or 5%, from 0 to 1')
  const text = parsed('', { pattern: `^${NUMBER}%?$`, examples: ['5%'] }, parseShare)(help)
  const error = ({ input }: { readonly input?: unknown }) => {
    const problem = expected.error({ input })
    const isSlip = Number(input) > 1 && Number(input) <= 100
    return isSlip ? `${problem}: ${shareMeant(Number(input))}` : problem
  }
  const number = z.number({ error }).min(0, { error }).max(1, { error })
  return z.union([number, text], { error }).meta({ ...help })
}

export const wholeNumber = (least: number, most: number, help: Help) => {
  const expected = wants(`use a whole number from ${least} to ${most}`)
  return z
    .int(expected)
    .min(least, expected)
    .max(most, expected)
    .meta({ ...help })
}

export const factor = (help: Help) => {
  const expected = wants('use a number above 0, such as 5')
  return z
    .number(expected)
    .positive(expected)
    .meta({ ...help })
}

export const word = <Word extends string>(words: readonly Word[], help: Help) => {
  const expected = wants(`use one of ${words.join(', ')}`)
  const error = ({ input }: { readonly input?: unknown }) =>
    typeof input === 'string'
      ? `${quoted(input)} is unknown: ${advice(input, words)}`
      : expected.error({ input })
  return z.enum(words, { error }).meta({ ...help })
}

/** The name of a policy, or the path of a file with one. */
export const policy = (help: Help) => {
  const expected = wants(`use one of ${POLICY_NAMES.join(', ')}, or a file such as ./mine.ts`)
  const error = ({ input }: { readonly input?: unknown }) =>
    typeof input === 'string' ? sayUnknownPolicy(input) : expected.error({ input })
  const file = z.string().regex(new RegExp(POLICY_FILE_PATTERN), { error })
  return z.union([z.enum(POLICY_NAMES), file], { error }).meta({ ...help })
}

/** Text that something else has yet to look at; `hints` are what editors know of it. */
export const text = (expected: string, { hints, ...help }: Help & { readonly hints?: object }) =>
  z
    .string(wants(expected))
    .min(1, wants(expected))
    .meta({ ...help, ...hints })

/** The title of a column, or its number. */
export const column = (help: Help) => {
  const expected = wants('use the title of a column, or its number from 1 on')
  return z.union([z.int().min(1), z.string().min(1)], expected).meta({ ...help })
}

export const clusterName = (help: Help) => text('use the name of a cluster', help)

const name = z.string(wants('use the name of a cluster'))

export const clusterNames = (help: Help) =>
  z.array(name, wants('use a list of clusters, such as [DC2, DC3]')).meta({ ...help })

/** One name or several; always a list in the end. */
export const oneOrMore = (help: Help) => {
  const expected = wants('use the name of a cluster, or a list of names')
  const error = ({ input }: { readonly input?: unknown }) => {
    const wrong = Array.isArray(input) && input.find(item => typeof item !== 'string')
    return expected.error({ input: wrong || input })
  }
  return z
    .union([name, z.array(name).min(1, expected)], { error })
    .transform(names => [names].flat())
    .meta({ ...help })
}
