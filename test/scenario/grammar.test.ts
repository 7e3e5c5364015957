/** The grammar as tables: what is understood, and the exact words for what is not. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  parseBandwidth,
  parseDistribution,
  parseDuration,
  parseLoad,
  parseRate,
  parseShare,
  sayMs,
} from '../../src/scenario/grammar.js'
import { UsageError } from '../../src/scenario/usage-error.js'

/** For laws that hold for all. */
const PARSERS = {
  parseDuration,
  parseRate,
  parseShare,
  parseBandwidth,
  parseDistribution,
  parseLoad,
}

const complaintOf = (parse: () => unknown) => {
  try {
    parse()
    return 'nothing'
  } catch (error) {
    return error instanceof UsageError ? error.message : error
  }
}

describe.each(Object.entries(PARSERS))('%s', (_, parse) => {
  const unit = fc.oneof(
    fc.constantFrom('us', 'ms', 's', 'm', 'h', 'constructor', '__proto__'),
    fc.stringMatching(/^[a-z]{0,3}$/),
  )
  const number = fc.constantFrom('0', '1', '2.5', '100', '-1', '.5', '1e3')
  const time = fc.tuple(number, unit).map(([digits, of]) => digits + of)
  const word = fc.constantFrom('', 'exp:', 'uniform:', 'choice:', 'lognormal:', 'closed:', 'rate:')
  const separator = fc.constantFrom('', ',', ':', ' ', '/')
  const likely = fc.tuple(word, time, separator, time).map(parts => parts.join(''))

  test('understands or complains in one line of its own, and never half', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), likely), text => {
        let parsed: unknown
        try {
          parsed = parse(text)
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError)
          return
        }
        // A number that is none would show as null.
        expect(JSON.stringify(parsed)).not.toContain('null')
      }),
      { numRuns: 500 },
    )
  })
})

describe('a duration', () => {
  test.each([
    ['250ms', 250],
    ['10s', 10_000],
    ['2m', 120_000],
    ['1h', 3_600_000],
    ['50us', 0.05],
    ['0s', 0],
    ['1.5s', 1500],
    [' 3s ', 3000],
  ])('%j is %d ms', (text, ms) => {
    expect(parseDuration(text)).toBeCloseTo(ms, 9)
  })

  test.each([
    ['10', 'Cannot parse duration "10": add a unit such as 10s'],
    ['0', 'Cannot parse duration "0": add a unit such as 0s'],
    ['2.5', 'Cannot parse duration "2.5": add a unit such as 2.5s'],
    ['', 'Cannot parse duration "": use a number and a unit, such as 250ms, 10s or 2m'],
    ['fast', 'Cannot parse duration "fast": use a number and a unit, such as 250ms, 10s or 2m'],
    ['-5s', 'Cannot parse duration "-5s": use a number and a unit, such as 250ms, 10s or 2m'],
    ['1e3ms', 'Cannot parse duration "1e3ms": use a number and a unit, such as 250ms, 10s or 2m'],
    ['1 s', 'Cannot parse duration "1 s": use a number and a unit, such as 250ms, 10s or 2m'],
    ['10mss', 'Cannot parse duration "10mss": did you mean "ms"?'],
    ['10sec', 'Cannot parse duration "10sec": use one of us, ms, s, m, h'],
    ['10d', 'Cannot parse duration "10d": use one of us, ms, s, m, h'],
    ['1constructor', 'Cannot parse duration "1constructor": use one of us, ms, s, m, h'],
  ])('%j is refused', (text, complaint) => {
    expect(complaintOf(() => parseDuration(text))).toBe(complaint)
  })
})

describe('a rate', () => {
  test.each([
    ['60/s', 60],
    ['1200/m', 20],
    ['36/h', 0.01],
    ['2.5/s', 2.5],
    ['1/ms', 1000],
  ])('%j is %d a second', (text, perSecond) => {
    expect(parseRate(text)).toBeCloseTo(perSecond, 9)
  })

  test.each([
    ['60', 'Cannot parse rate "60": use a form such as 60/s or 1200/m'],
    ['60/', 'Cannot parse rate "60/": use a form such as 60/s or 1200/m'],
    ['60/day', 'Cannot parse rate "60/day": use a form such as 60/s or 1200/m'],
    ['/s', 'Cannot parse rate "/s": use a form such as 60/s or 1200/m'],
    ['-1/s', 'Cannot parse rate "-1/s": use a form such as 60/s or 1200/m'],
    ['0/s', 'Cannot parse rate "0/s": it must be above 0'],
    ['1/constructor', 'Cannot parse rate "1/constructor": use a form such as 60/s or 1200/m'],
  ])('%j is refused', (text, complaint) => {
    expect(complaintOf(() => parseRate(text))).toBe(complaint)
  })
})

describe('a rate that may be none', () => {
  test('is 0 a second at least', () => {
    expect(parseRate('0/s', 0)).toBe(0)
    expect(parseRate('5/s', 0)).toBe(5)
  })
})

describe('a share', () => {
  test.each([
    ['0', 0],
    ['0.05', 0.05],
    ['5%', 0.05],
    ['100%', 1],
    ['1', 1],
  ])('%j is %d', (text, share) => {
    expect(parseShare(text)).toBeCloseTo(share, 9)
  })

  test.each([
    ['1.5', 'write 1.5% or 0.015'],
    ['90', 'write 90% or 0.9'],
    ['900', 'write 900% or 9'],
    ['101%', 'a share is never above 100%'],
    ['-1', 'use a form such as 0.05 or 5%, up to 1'],
    ['x', 'use a form such as 0.05 or 5%, up to 1'],
    ['', 'use a form such as 0.05 or 5%, up to 1'],
    ['5 %', 'use a form such as 0.05 or 5%, up to 1'],
  ])('%j is refused', (text, advice) => {
    expect(complaintOf(() => parseShare(text))).toBe(`Cannot parse share "${text}": ${advice}`)
  })
})

describe('a bandwidth', () => {
  test.each([
    ['1B/ms', 1],
    ['10MB/s', 10_000],
    ['8Kbit/s', 1],
    ['100Mbit/s', 12_500],
    ['1Gbit/s', 125_000],
    ['6KB/m', 0.1],
  ])('%j is %d bytes a millisecond', (text, bytesPerMs) => {
    expect(parseBandwidth(text)).toBeCloseTo(bytesPerMs, 9)
  })
})

describe('a time in words', () => {
  test.each([
    [0, '0s'],
    [5, '5ms'],
    [0.05, '0.05ms'],
    [1500, '1.5s'],
    [90_000, '90s'],
  ])('of %d ms is %s, which the grammar understands', (ms, text) => {
    expect(sayMs(ms)).toBe(text)
    expect(parseDuration(text)).toBeCloseTo(ms, 9)
  })
})

describe('a distribution', () => {
  test.each([
    ['100ms', { kind: 'constant', ms: 100 }],
    ['exp:100ms', { kind: 'exp', meanMs: 100 }],
    ['uniform:0s,1s', { kind: 'uniform', fromMs: 0, toMs: 1000 }],
    ['choice:0s,1s', { kind: 'choice', ofMs: [0, 1000] }],
    ['choice:2s', { kind: 'choice', ofMs: [2000] }],
    ['lognormal:5ms,20ms', { kind: 'lognormal', medianMs: 5, p99Ms: 20 }],
    ['uniform:0s, 1s', { kind: 'uniform', fromMs: 0, toMs: 1000 }],
  ])('%j is understood', (text, distribution) => {
    expect(parseDistribution(text)).toEqual(distribution)
  })

  test.each([
    ['100', 'Cannot parse duration "100": add a unit such as 100s'],
    ['exp:100', 'Cannot parse duration "100": add a unit such as 100s'],
    ['exp:', 'Cannot parse duration "": use a number and a unit, such as 250ms, 10s or 2m'],
    ['exp:1s,2s', 'Cannot parse distribution "exp:1s,2s": use exp:<mean>'],
    ['expo:1s', 'Cannot parse distribution "expo:1s": did you mean "exp"?'],
    ['uniform:1s', 'Cannot parse distribution "uniform:1s": use uniform:<from>,<to>'],
    [
      'uniform:1s,0s',
      'Cannot parse distribution "uniform:1s,0s": the second time must not be before the first',
    ],
    ['lognormal:5ms', 'Cannot parse distribution "lognormal:5ms": use lognormal:<median>,<p99>'],
    [
      'lognormal:5ms,4ms',
      'Cannot parse distribution "lognormal:5ms,4ms": use a median above 0 and a p99 not below it',
    ],
    [
      'pareto:1s',
      'Cannot parse distribution "pareto:1s": use one of exp, uniform, choice, lognormal',
    ],
  ])('%j is refused', (text, complaint) => {
    expect(complaintOf(() => parseDistribution(text))).toBe(complaint)
  })
})

describe('a load', () => {
  test.each([
    ['guide', { kind: 'guide' }],
    ['closed:100ms', { kind: 'closed', think: { kind: 'constant', ms: 100 } }],
    ['closed:exp:400ms', { kind: 'closed', think: { kind: 'exp', meanMs: 400 } }],
    ['rate:60/s', { kind: 'rate', perSecond: 60, arrivals: 'poisson' }],
  ])('%j is understood', (text, load) => {
    expect(parseLoad(text)).toEqual(load)
  })

  test.each([
    ['', 'Cannot parse load "": use one of guide, closed, rate'],
    ['gide', 'Cannot parse load "gide": did you mean "guide"?'],
    ['open:1s', 'Cannot parse load "open:1s": use one of guide, closed, rate'],
    ['guide:2', 'Cannot parse load "guide:2": guide takes nothing behind it'],
    ['closed', 'Cannot parse load "closed": say how long a client thinks, such as closed:100ms'],
    ['closed:1', 'Cannot parse duration "1": add a unit such as 1s'],
    ['rate', 'Cannot parse load "rate": say how many tasks, such as rate:60/s'],
    ['rate:60', 'Cannot parse rate "60": use a form such as 60/s or 1200/m'],
  ])('%j is refused', (text, complaint) => {
    expect(complaintOf(() => parseLoad(text))).toBe(complaint)
  })
})
