/** The kinds of fields that scenario files have: each with the words for what it expects. */

import { z } from 'zod'
import { grouped } from '../base/format.js'
import { POLICY_NAMES } from '../broker/policy.js'
import type { FieldHelp } from './fields.js'
import {
  parseBandwidth,
  parseDistribution,
  parseDuration,
  parseLoadRate,
  parseShare,
  shareMeant,
} from './grammar.js'
import { expecting, quoted, suggest } from './messages.js'
import { POLICY_FILE_PATTERN, sayUnknownPolicy } from './parse-policy.js'
import { UsageError } from './usage-error.js'

/** A field: where nobody says it, it is its default, if it has one. */
type Filled<Kind extends z.ZodType, Help> = Help extends { readonly default: string | number }
  ? z.ZodPrefault<Kind>
  : Kind

/** What a field takes, as the pages about files say it. */
const TAKES = z.registry<{ readonly help: FieldHelp; readonly takes: string }>()

/** @param takes for a table: `time`. */
export function field<Kind extends z.ZodType, const Help extends FieldHelp>(
  kind: Kind,
  help: Help,
  takes: string,
  hints: object = {},
): Filled<Kind, Help> {
  const { description, otherwise, default: standard }: FieldHelp = help
  const explained = otherwise === undefined ? description : `${description} Default: ${otherwise}.`
  const explainedKind = kind.meta({ description: explained, ...hints })
  TAKES.add(explainedKind, { help, takes })
  // What the conditional type says is what happens here.
  return (
    standard === undefined ? explainedKind : explainedKind.prefault(standard as never)
  ) as never
}

/** What a page about files says of a field. */
export function fieldText(field: z.ZodType): { help: FieldHelp; takes: string } | undefined {
  const isWrapped = field instanceof z.ZodOptional || field instanceof z.ZodPrefault
  return isWrapped ? fieldText(field.unwrap() as z.ZodType) : TAKES.get(field)
}

/** The same fields, each undefined where nobody says it. */
type Unfilled<Shape> = {
  [Key in keyof Shape]: Shape[Key] extends z.ZodPrefault<infer Kind>
    ? z.ZodOptional<Kind>
    : Shape[Key]
}

/** Of what takes its defaults from elsewhere. */
export function withoutDefaults<Shape extends z.ZodRawShape>(schema: z.ZodObject<Shape>) {
  const fields = Object.entries(schema.shape).map(([key, field]) => [
    key,
    field instanceof z.ZodPrefault ? z.optional(field.unwrap()) : field,
  ])
  return z.strictObject(Object.fromEntries(fields) as Unfilled<Shape>)
}

/** Text that one of the grammar's parsers reads. */
function parsed<T>(
  expected: string,
  takes: string,
  hints: { readonly pattern?: string; readonly examples: readonly string[] },
  parse: (text: string, help: FieldHelp) => T,
) {
  return <const Help extends FieldHelp>(help: Help) => {
    const kind = z.preprocess(
      // A bare number is text without its unit; the parser says which.
      value => (typeof value === 'number' ? String(value) : value),
      z.string(expecting(expected)).transform((text, context) => {
        try {
          return parse(text, help)
        } catch (error) {
          if (!(error instanceof UsageError)) throw error
          context.addIssue({ code: 'custom', message: error.message })
          return z.NEVER
        }
      }),
    )
    return field(kind as z.ZodType<T, string>, help, takes, hints)
  }
}

const NUMBER = '\\d+(\\.\\d+)?'
const UNIT = '(us|ms|s|m|h)'
const TIMES = { pattern: `^${NUMBER}${UNIT}$`, examples: ['250ms', '10s', '2m'] }
const RATES = { pattern: `^${NUMBER}/${UNIT}$`, examples: ['60/s', '1200/m'] }

export const duration = parsed(
  'use a time such as 250ms, 10s or 2m',
  'time',
  TIMES,
  (text, help) => {
    const { least = 0 } = help
    const ms = parseDuration(text)
    if (ms >= least) return ms
    throw new UsageError(`use a time of at least ${least}ms, not ${text}`)
  },
)

/** A time of the run: what was meant by a negative one is plain. */
export const moment = parsed('use a time such as 10s', 'time', TIMES, text => {
  if (text.trim().startsWith('-')) throw new UsageError(`${text} is before the start of the run`)
  return parseDuration(text)
})

/** How long a stage lasts. */
export const span = parsed('use a time such as 30s', 'time', TIMES, text => {
  if (text.trim().startsWith('-')) throw new UsageError(`a stage of ${text} goes backwards`)
  return parseDuration(text)
})

export const rate = parsed('use a rate such as 60/s or 1200/m', 'rate', RATES, (text, { least }) =>
  parseLoadRate(text, least === 0 ? 0 : undefined),
)

export const distribution = parsed(
  'use a time such as 100ms, or a distribution such as exp:100ms',
  'distribution',
  { examples: ['100ms', 'exp:100ms', 'uniform:0s,1s', 'choice:0s,1s', 'lognormal:5ms,20ms'] },
  parseDistribution,
)

export const bandwidth = parsed(
  'use a bandwidth such as 10MB/s',
  'bandwidth',
  { examples: ['10MB/s', '100Mbit/s'] },
  parseBandwidth,
)

const percentage = parsed('', '', { pattern: `^${NUMBER}%?$`, examples: ['5%'] }, parseShare)

/** A number or a percentage, which is text: a number stays one for editors too. */
export const share = <const Help extends FieldHelp>(help: Help) => {
  const expected = expecting('use a share such as 0.05 or 5%, from 0 to 1')
  const error = ({ input }: { readonly input?: unknown }) => {
    const problem = expected.error({ input })
    const isSlip = Number(input) > 1 && Number(input) <= 100
    return isSlip ? `${problem}: ${shareMeant(Number(input))}` : problem
  }
  const number = z.number({ error }).min(0, { error }).max(1, { error })
  const text = percentage({ description: help.description })
  return field(z.union([number, text], { error }), help, 'share')
}

export const wholeNumber = <
  const Help extends FieldHelp & { readonly least: number; readonly most: number },
>(
  help: Help,
) => {
  const { least, most } = help
  const expected = expecting(`use a whole number from ${least} to ${most}`)
  const range = most < Number.MAX_SAFE_INTEGER ? `, ${least} to ${grouped(most)}` : ''
  const kind = z.int(expected).min(least, expected).max(most, expected)
  return field(kind, help, `whole number${range}`)
}

export const factor = <const Help extends FieldHelp>(help: Help) => {
  const expected = expecting('use a number above 0, such as 5')
  return field(z.number(expected).positive(expected), help, 'number above 0')
}

export const word = <Word extends string, const Help extends FieldHelp>(
  words: readonly Word[],
  help: Help,
  takes = words.map(each => `\`${each}\``).join(' '),
) => {
  const expected = expecting(`use one of ${words.join(', ')}`)
  const error = ({ input }: { readonly input?: unknown }) =>
    typeof input === 'string'
      ? `${quoted(input)} is unknown: ${suggest(input, words)}`
      : expected.error({ input })
  return field(z.enum(words, { error }), help, takes)
}

/** The name of a policy, or the path of a file with one. */
export const policy = <const Help extends FieldHelp>(help: Help) => {
  const expected = expecting(`use one of ${POLICY_NAMES.join(', ')}, or a file such as ./mine.ts`)
  const error = ({ input }: { readonly input?: unknown }) =>
    typeof input === 'string' ? sayUnknownPolicy(input) : expected.error({ input })
  const file = z.string().regex(new RegExp(POLICY_FILE_PATTERN), { error })
  return field(z.union([z.enum(POLICY_NAMES), file], { error }), help, '[policy](policies.md)')
}

/** Text that something else has yet to look at; `hints` are what editors know of it. */
export const text = <const Help extends FieldHelp>(
  expected: string,
  help: Help,
  takes = 'text',
  hints?: object,
) => field(z.string(expecting(expected)).min(1, expecting(expected)), help, takes, hints)

/** The title of a column, or its number. */
export const column = <const Help extends FieldHelp>(help: Help) => {
  const expected = expecting('use the title of a column, or its number from 1 on')
  return field(z.union([z.int().min(1), z.string().min(1)], expected), help, 'title, or number')
}

export const clusterName = <const Help extends FieldHelp>(help: Help) =>
  text('use the name of a cluster', help, 'cluster')

const name = z.string(expecting('use the name of a cluster'))

export const clusterNames = <const Help extends FieldHelp>(help: Help) =>
  field(z.array(name, expecting('use a list of clusters, such as [DC2, DC3]')), help, 'clusters')

/** One name or several; always a list in the end. */
export const oneOrMore = <const Help extends FieldHelp>(help: Help) => {
  const expected = expecting('use the name of a cluster, or a list of names')
  const error = ({ input }: { readonly input?: unknown }) => {
    const wrong = Array.isArray(input) && input.find(item => typeof item !== 'string')
    return expected.error({ input: wrong || input })
  }
  const kind = z
    .union([name, z.array(name).min(1, expected)], { error })
    .transform(names => [names].flat())
  return field(kind, help, 'cluster, or clusters')
}
