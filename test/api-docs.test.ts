/** The page on the library: made of the doc comments, and up to date. */

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const page = readFileSync(new URL('../docs/api.md', import.meta.url), 'utf8')

test('docs/api.md is up to date, else: npm run api-docs', { timeout: 60_000 }, () => {
  const script = fileURLToPath(new URL('../scripts/api-docs.mjs', import.meta.url))
  expect(execFileSync(process.execPath, [script], { encoding: 'utf8' })).toBe(page)
})

test('docs/api.md says of every export what it is', () => {
  const exported = page.split(/^### /m).slice(1)
  expect(exported.length).toBeGreaterThan(50)
  const silent = exported.filter(section => !/```\n\n[^-#\s]/.test(section))
  expect(silent.map(section => section.split('\n')[0])).toEqual([])
})

test('docs/api.md links to headings that are there', () => {
  const titles = [...page.matchAll(/^###? (.+)$/gm)].map(([, title = '']) => title.toLowerCase())
  const linked = [...page.matchAll(/\(#([\w-]+?)(?:-1)?\)/g)].map(([, place = '']) => place)
  expect(linked.length).toBeGreaterThan(50)
  const slugs = titles.map(title => title.replaceAll(' ', '-'))
  expect(linked.filter(place => !slugs.includes(place))).toEqual([])
})
