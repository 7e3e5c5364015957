/** The list of bugs for fuzz to find: each still applies, and changes what it says. */

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

interface Mutant {
  readonly name: string
  readonly file: string
  readonly text: string
  readonly replacement: string
}

const url = new URL('../scripts/mutants/list.mjs', import.meta.url)
const { MUTANTS, problemOf } = (await import(url.href)) as {
  readonly MUTANTS: readonly Mutant[]
  problemOf(mutant: Mutant, source: string): string | undefined
}

test('there are 33 mutants or more, each of a name of its own', () => {
  expect(MUTANTS.length).toBeGreaterThanOrEqual(33)
  expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length)
})

test.each([...MUTANTS])('"$name" still applies to $file', mutant => {
  expect(problemOf(mutant, readFileSync(mutant.file, 'utf8'))).toBeUndefined()
})
