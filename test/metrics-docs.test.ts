/** The page that defines each figure: made of the definitions in src, and up to date. */

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { METRIC_NAMES } from '../src/scenario/metric-names.js'

const page = readFileSync(new URL('../docs/metrics.md', import.meta.url), 'utf8')

test('docs/metrics.md is up to date, else: npm run metrics-docs', () => {
  const script = fileURLToPath(new URL('../scripts/metrics-docs.mjs', import.meta.url))
  expect(execFileSync(process.execPath, [script], { encoding: 'utf8' })).toBe(page)
})

test.each(METRIC_NAMES)('docs/metrics.md defines %s', name => {
  expect(page).toContain(`| \`${name}\` |`)
})

test('docs/metrics.md says of every field of the totals and the series what it is', () => {
  const empty = page.split('\n').filter(line => /^\| `\w+` \| *\|$/.test(line))
  expect(empty.filter(line => !/`(p90|p99|max)`/.test(line))).toEqual([])
})
