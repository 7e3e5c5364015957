/** The list of commands: what each says of itself, and what every start has to load. */

import { readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { COMMANDS, NAMELESS } from '../../src/cli/commands.js'

const SRC = fileURLToPath(new URL('../../src', import.meta.url))

const ALL = [NAMELESS, ...COMMANDS]

describe('the commands', () => {
  test('have names of their own', () => {
    expect(new Set(ALL.map(({ name }) => name)).size).toBe(ALL.length)
  })

  test('load no code of theirs before one is typed', () => {
    const loaded = [...loadedBy(join(SRC, 'cli/main.ts'))].map(path => relative(SRC, path))
    expect(loaded).toContain('cli/fuzz/command.ts')
    const code = /^(?:live|sim|fuzz|report|trace|lessons)\/|\/run\.ts$/
    expect(loaded.filter(path => code.test(path))).toEqual([])
  })
})

test.each(['run', 'sim'])('peering %s says that the name of a scenario will do', name => {
  const { scenario } = COMMANDS.find(command => command.name === name)?.positionals ?? {}
  expect(scenario?.describe).toMatch(/its file, or the name of one/)
})

describe.each(ALL)('peering $name $takes', ({ takes, positionals, options, missing }) => {
  test('describes each word that it takes', () => {
    const words = [...takes.matchAll(/[<[](\w+)/g)].map(([, word]) => word)
    expect(Object.keys(positionals)).toEqual(words)
    for (const positional of Object.values(positionals)) {
      expect(positional).toMatchObject({ describe: expect.any(String) })
    }
  })

  test('says what to name if it cannot do without', () => {
    expect(missing !== undefined).toBe(takes.includes('<'))
  })

  test('describes each option, in a group', () => {
    for (const option of Object.values(options)) {
      expect(option).toMatchObject({ group: expect.any(String), describe: expect.any(String) })
    }
  })
})

/** The files that a file imports at once, and those that they do; types are not loaded. */
function loadedBy(main: string): Set<string> {
  const paths = new Set([main])
  // A set is walked to its end, also where it grows meanwhile.
  for (const path of paths) {
    const text = readFileSync(path, 'utf8')
    const found = text.matchAll(/^(?:import|export) (?!type\b)[^'(]*?\bfrom '(\.[^']+)\.js'/gm)
    for (const [, specifier = ''] of found) paths.add(join(dirname(path), `${specifier}.ts`))
  }
  return paths
}
