/** Policy files that run: what they know, and what becomes of those that do what they must not. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AskPolicy } from '../../src/broker/policy-file.js'
import { compilePolicy } from '../../src/policy/compile.js'
import { runPolicy } from '../../src/policy/run.js'
import { policyFile, sparePeers } from '../support/policies.js'

const peers = sparePeers('DC2', 'DC3')
const policy = (choose: string): AskPolicy => runPolicy(policyFile(choose))
const ask = (choose: string) => policy(choose)(peers, () => 0.5, 1234)
/** Throws what it is asked to look at, so that a test sees it. */
const look = (what: string) => () => ask(`(peers, chance) => { throw JSON.stringify(${what}) }`)

describe('a policy of a file', () => {
  test('answers by a peer, by its name, or by undefined for nobody', () => {
    expect(ask('peers => peers[1]')).toBe('DC3')
    expect(ask('peers => peers[1].name')).toBe('DC3')
    expect(ask('() => {}')).toBeUndefined()
  })

  test('is told of peers what they have, and nothing else', () => {
    expect(look('peers')).toThrow(JSON.stringify(peers))
  })

  test('draws from the chance of its broker, and knows its time', () => {
    expect(look('[chance.random(), chance.now]')).toThrow('[0.5,1234]')
  })

  test('remembers what it likes, and two of them share nothing', () => {
    const [one, other] = ['', ''].map(() =>
      policy('p => p[globalThis.n = 1 - (globalThis.n ?? 1)]'),
    )
    const answers = [one, one, other].map(each => each?.(peers, () => 0, 0))
    expect(answers).toEqual(['DC2', 'DC3', 'DC2'])
  })

  test('answers by a peer that it was given, or fails, whatever it returns', () => {
    const echo = runPolicy(policyFile('p => JSON.parse(p[0].name)'))
    const anything = fc.oneof(fc.constantFrom('DC2', { name: 'DC3' }), fc.jsonValue())
    fc.assert(
      fc.property(anything, value => {
        const first = { ...peers[0], name: JSON.stringify(value) } as (typeof peers)[number]
        let answer: string | undefined
        try {
          answer = echo([first, ...peers], () => 0, 0)
        } catch (error) {
          expect((error as Error).message).toMatch(/^mine\.js: the policy returned [^\n]+: return /)
          return
        }
        expect([first, ...peers].map(({ name }) => name)).toContain(answer)
      }),
    )
  })
})

const ENDLESS = /^mine\.js:1: the policy does not come to an end: see that its loops do$/

/** What it exports, and what is told of it. */
const TABLE: readonly (readonly [choose: string, told: RegExp])[] = [
  ['p => "DC9"', /^mine\.js: the policy returned "DC9", .* with capacity \(DC2, DC3\): return one/],
  ['p => 0', /^mine\.js: the policy returned a number: return one of the peers, its name, or /],
  ['p => null', /returned null: /],
  ['p => p', /returned a list: /],
  ['p => ({})', /returned an object without a name: /],
  ['p => Symbol("DC2")', /returned a symbol: /],
  [
    'p => { throw new RangeError("no") }',
    /^mine\.js:1: the policy threw, and must not: RangeError/,
  ],
  ['p => { throw "no" }', /^mine\.js: the policy threw, and must not: no$/],
  [
    'p => { throw { get message() { throw 1 } } }',
    /^mine\.js: the policy threw what cannot be sho/,
  ],
  ['p => { throw new Error("a\\n\\u001b[2Jb") }', /Error: a \[2Jb$/],
  ['p => { p[0].capacity = 9; return p[0] }', /read only property 'capacity'/],
  ['p => p.pop()', /Cannot delete property '1'/],
  ['function choose(p) { return choose(p) }', /Maximum call stack size exceeded$/],
  ['class A {}', /cannot be invoked without 'new'/],
  // What would differ from run to run.
  [
    'p => p[Math.random() * 2]',
    /use random\(\), of the second argument, in place of Math\.random$/,
  ],
  ['p => Date.now()', /use now, of the second argument, in place of Date$/],
  ['p => new Date()', /use now, of the second argument, in place of Date$/],
  // What is of Node, or would answer too late.
  ['p => process.exit()', /process is not defined$/],
  ['p => require("fs")', /require is not defined$/],
  ['p => setTimeout(p)', /setTimeout is not defined$/],
  ['p => console.log(p)', /console is not defined$/],
  ['p => Promise.reject(p)', /Promise is not defined$/],
  ['p => eval("1")', /Code generation from strings disallowed/],
  ['p => p.constructor.constructor("return process")()', /Code generation from strings disallowe/],
  ['(p, { random }) => random.constructor("return process")()', /Code generation from strings/],
  // What never answers.
  ['p => { for (;;); }', ENDLESS],
  ['p => { while (true) { try { while (true); } catch {} } }', ENDLESS],
  ['p => { try { for (;;); } catch { return p[0] } }', ENDLESS],
  ['p => { const f = n => n < 2 ? n : f(n - 1) + f(n - 2); return f(99) }', ENDLESS],
  ['p => { do ; while (true) }', ENDLESS],
]

test.each(TABLE)('%s fails in one line: %s', (choose, told) => {
  expect(() => ask(choose)).toThrow(expect.objectContaining({ name: 'UsageError' }))
  expect(() => ask(choose)).toThrow(told)
})

test.each([
  ['export default 3', /^mine\.js: the default export is no function: write one that takes peers$/],
  ['export default undefined', /the default export is no function/],
  ['\nnull.x\nexport default p => p[0]', /^mine\.js:2: the policy threw, and must not: TypeError/],
  ['while (true);\nexport default p => p[0]', ENDLESS],
])('%j fails before it is asked: %s', (text, told) => {
  expect(() => runPolicy({ file: 'mine.js', code: compilePolicy(text, 'mine.js') })).toThrow(told)
})

test('a policy that was not read says so', () => {
  expect(() => runPolicy({ file: 'mine.js' })).toThrow('mine.js: this policy was not read')
})
