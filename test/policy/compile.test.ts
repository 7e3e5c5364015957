/** The text of policy files: what can be said in it, and what is told of what cannot. */

import { describe, expect, test } from 'vitest'
import { compilePolicy } from '../../src/policy/compile.js'
import { runPolicy } from '../../src/policy/run.js'
import { sparePeers } from '../support/policies.js'

const peers = sparePeers('DC2', 'DC3')

function answerOf(text: string, file: string): string | undefined {
  return runPolicy({ file, code: compilePolicy(text, file) })(peers, () => 0.5, 0)
}

/** Each chooses DC3. */
const WELL: readonly (readonly [what: string, text: string, file?: string])[] = [
  ['a function with a name', 'export default function choose(peers) { return peers[1] }'],
  ['a function without', 'export default function (peers) { return peers[1] }\n(3)'],
  ['an arrow without a semicolon', 'export default peers => peers[1]'],
  ['an arrow in parentheses', 'export /* a */ default\n(peers => (0, peers[1]))'],
  ['behind comments', '// export default\nexport /* default */ // default\ndefault (p) => p[1]'],
  ['a name in quotes', 'const a = p => p[1]\nexport { a as "default" }'],
  ['an arrow that returns an object', 'export default peers => ({ ...peers[1] })'],
  ['a constant', 'const choose = peers => peers[1]\nexport default choose'],
  ['a list of exports', 'const a = p => p[1]\nexport {\n  a as default\n}'],
  ['other exports', 'export const n = 1\nexport function f(p) { return p[n] }\nexport default f'],
  ['a function that its file calls before', 'f([]); export default function f(p) { return p[1] }'],
  ['what is inherited', 'class A { of(p) { return p[1] } }\nexport default p => new A().of(p)'],
  ['a first line for a shell', '#!/usr/bin/env node\nexport default p => p[1]'],
  [
    'loops of all kinds',
    `export default p => {
      for (let i = 0; i < 2; i++) for (const _ of p) for (const _ in p) ;
      let n = 0
      while (n < 2) n++
      do n--
      while (n > 1)
      const pick = list => { for (const peer of list) if (peer.name > 'DC2') return () => peer }
      for (;;) return pick(p)()
    }`,
  ],
  [
    'types',
    `import type { ChoosePeer } from 'peering'
    import { SparePeer } from 'peering'
    interface Scored { readonly score: number }
    const score = (peer: SparePeer): Scored => ({ score: peer.capacity }) as Scored
    export default (peers => peers[1]!.name) satisfies ChoosePeer`,
    'mine.ts',
  ],
]

test.each(WELL.map(([what, text, file = 'mine.js']) => ({ what, text, file })))(
  'a policy can be $what',
  ({ text, file }) => {
    expect(answerOf(text, file)).toBe('DC3')
  },
)

/** What is told, after the name of the file. */
const BADLY: readonly (readonly [text: string, told: string, file?: string])[] = [
  ['export default (p => p[0]', ':1:26: this does not parse: Unexpected token'],
  ['\nconst a = ][', ':2:11: this does not parse: Unexpected token'],
  ['\nexport default (p: = 3', ':2:20: this does not parse: Unexpected token', 'mine.ts'],
  ['export default (p: number) => p', ':1:18: this does not parse: Unexpected token'],
  ['const a = 1; const a = 2', ":1:20: this does not parse: Identifier 'a' has already been decl"],
  ['', ': there is no default export: write export default function choose(peers)'],
  ['export const choose = p => p[0]', ': there is no default export: write '],
  ['\nimport fs from "node:fs"\nexport default fs', ':2:1: it imports "node:fs": a policy stands'],
  ['export default p => import("x")', ':1:21: it imports "x": a policy stands alone, leave that'],
  ['export default p => import(p)', ':1:21: it imports something: '],
  ['export default p => import.meta', ':1:21: it asks for import.meta: a policy stands alone'],
  ['export * from "./others.js"', ':1:1: it imports "./others.js": '],
  ['export { a as default } from "./a.js"', ':1:1: it imports "./a.js": '],
  ['\nexport default async p => p[0]', ':2:16: it waits: a policy answers at once, leave async'],
  ['await 3; export default p => p[0]', ':1:1: it waits: '],
]

test.each(BADLY.map(([text, told, file = 'mine.js']) => ({ text, told, file })))(
  '$text is refused: $told',
  ({ text, told, file }) => {
    expect(() => compilePolicy(text, file)).toThrow(`${file}${told}`)
  },
)

describe('a line of a policy', () => {
  const body =
    'export\n/* of\nlines */ default (\np\n)=>{\n\nfor (const q of p)\n;throw new Error("here")}'

  test.each(['mine.js', 'mine.ts'])('stays where it is in %s', file => {
    const text = file.endsWith('.ts') ? body.replace('p\n)', 'p: unknown[]\n): never') : body
    expect(() => answerOf(text, file)).toThrow(`${file}:8: the policy threw, and must not: Error: `)
  })
})
