/** The lists of bugs, for fuzz to find and left alive by tests: each still applies. */

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

interface Mutant {
  readonly name: string
  readonly file: string
  readonly text: string
  readonly replacement: string
}

interface Survivor {
  readonly file: string
  readonly line: string
  readonly mutated: string
  readonly why: string
}

const load = (name: string) => import(new URL(`../scripts/mutants/${name}`, import.meta.url).href)
const { MUTANTS, problemOf } = (await load('list.mjs')) as {
  readonly MUTANTS: readonly Mutant[]
  problemOf(mutant: Mutant, source: string): string | undefined
}
const { SURVIVORS } = (await load('survivors.mjs')) as { readonly SURVIVORS: readonly Survivor[] }

test('there are 33 mutants or more, each of a name of its own', () => {
  expect(MUTANTS.length).toBeGreaterThanOrEqual(33)
  expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length)
})

test.each([...MUTANTS])('"$name" still applies to $file', mutant => {
  expect(problemOf(mutant, readFileSync(mutant.file, 'utf8'))).toBeUndefined()
})

test.each([...SURVIVORS])('what unit tests leave alive is in $file still: $mutated', survivor => {
  const { file, line, mutated, why } = survivor
  expect(readFileSync(file, 'utf8').replace(/\s+/g, ' ')).toContain(line)
  expect(mutated).not.toBe(line)
  expect(why).not.toBe('')
})
