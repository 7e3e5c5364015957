/**
 * An experiment: runs its scenarios in virtual time, changed as the question wants it, and prints
 * the tables of its page in docs/experiments/.
 *
 *   npm run experiment -- policies            # prints them
 *   npm run experiment -- policies --write    # and puts them into the page
 */

import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { clusters } from './experiments/clusters.mjs'
import { flashCrowd } from './experiments/flash-crowd.mjs'
import { goingUnder } from './experiments/going-under.mjs'
import { ideas } from './experiments/ideas.mjs'
import { policies } from './experiments/policies.mjs'
import { retryStorm } from './experiments/retry-storm.mjs'

const EXPERIMENTS = {
  'going-under': goingUnder,
  policies,
  'retry-storm': retryStorm,
  'flash-crowd': flashCrowd,
  clusters,
  ideas,
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { write: { type: 'boolean' } },
})
const [name] = positionals
if (!(name in EXPERIMENTS) || positionals.length > 1) {
  const known = Object.keys(EXPERIMENTS).join(', ')
  console.error(`Usage: npm run experiment -- <one of ${known}> [--write]`)
  process.exit(2)
}

const lines = (await EXPERIMENTS[name]()).join('\n')
console.log(lines)
if (values.write) write(lines)

function write(tables) {
  const page = new URL(`../docs/experiments/${name}.md`, import.meta.url)
  const marks = /(<!-- printed -->\n)[\s\S]*(\n<!-- \/printed -->)/
  const text = readFileSync(page, 'utf8')
  writeFileSync(
    page,
    text.replace(marks, (_, start, end) => `${start}\n${tables}\n${end}`),
  )
}
