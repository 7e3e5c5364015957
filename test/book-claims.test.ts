/** The page on what the chapter claims: made of the tests, and up to date. */

import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const BOOK = fileURLToPath(new URL('book', import.meta.url))
const page = readFileSync(new URL('../docs/book-claims.md', import.meta.url), 'utf8')
const files = readdirSync(BOOK)

describe('docs/book-claims.md', () => {
  test('is up to date, else: npm run book-claims', { timeout: 60_000 }, () => {
    const script = fileURLToPath(new URL('../scripts/book-claims.mjs', import.meta.url))
    expect(execFileSync(process.execPath, [script], { encoding: 'utf8' })).toBe(page)
  })

  test('has a line for every test of the chapter', () => {
    const tests = files.flatMap(file => {
      const text = readFileSync(`${BOOK}/${file}`, 'utf8')
      return text.match(/^\s*(?:claim|test|it)\b[\w.]*\(/gm) ?? []
    })
    const links = page.match(/\]\(\.\.\/test\/book\/\S+#L\d+\)/g) ?? []
    expect(links.length).toBe(tests.length)
    expect(links.length).toBeGreaterThan(60)
  })

  test('has links that lead to where the claims are', () => {
    for (const [, file = '', line = ''] of page.matchAll(/test\/book\/(\S+)#L(\d+)\)/g)) {
      const lines = readFileSync(`${BOOK}/${file}`, 'utf8').split('\n')
      expect(lines[Number(line) - 1]).toMatch(/^ {2}claim(?:\.differs)?\(/)
    }
  })

  test('has no claim twice', () => {
    const claims = [...page.matchAll(/^\| (.*?) \| (?:holds|differs)/gm)].map(([, title]) => title)
    expect(claims.filter((title, place) => claims.indexOf(title) !== place)).toEqual([])
  })
})
