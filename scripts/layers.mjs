/**
 * The layers of src: which folder may import which. test/tidy.test.ts holds the rule, and
 * docs/architecture.md shows it.
 *
 *   npm run layers   # writes the picture into docs/architecture.md
 */

import { readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

/** What each folder is, and what it may import besides itself. `cli` may import all. */
export const LAYERS = {
  base: { is: 'time, random numbers, queues', mayImport: [] },
  wire: { is: 'envelopes, names, endpoints, the contract of machines', mayImport: ['base'] },
  theory: { is: 'closed forms of queues, batch means, confidence', mayImport: ['base'] },
  broker: { is: 'the broker: a machine', mayImport: ['base', 'wire'] },
  client: { is: 'clients and their loads: a machine', mayImport: ['base', 'wire'] },
  worker: { is: 'workers: a machine', mayImport: ['base', 'wire'] },
  scenario: {
    is: 'scenario files and options into a checked plan',
    mayImport: ['base', 'wire', 'theory', 'broker', 'client'],
  },
  trace: {
    is: 'what passed a machine, and brokers run again from it',
    mayImport: ['base', 'wire', 'broker', 'client', 'worker', 'scenario'],
  },
  policy: {
    is: 'policy files: read, compiled, run',
    mayImport: ['base', 'broker', 'scenario'],
  },
  report: {
    is: 'counts, metrics, thresholds, summaries, pages',
    mayImport: ['base', 'wire', 'theory', 'broker', 'client', 'worker', 'scenario', 'trace'],
  },
  sim: {
    is: 'the driver in virtual time',
    mayImport: ['base', 'wire', 'broker', 'client', 'worker', 'scenario', 'report', 'trace'],
  },
  live: {
    is: 'the driver on ZeroMQ sockets, threads and processes',
    mayImport: [
      ...['base', 'wire', 'broker', 'client', 'worker', 'scenario', 'policy', 'report', 'trace'],
    ],
  },
  fuzz: {
    is: 'random scenarios, and the smallest that fails',
    mayImport: ['base', 'broker', 'scenario', 'report', 'sim'],
  },
  run: {
    is: 'a cloud for scripts, on either driver',
    mayImport: ['base', 'broker', 'scenario', 'policy', 'report', 'live', 'sim'],
  },
  lessons: {
    is: 'lessons, each checked as it runs',
    mayImport: [
      ...['base', 'wire', 'broker', 'client', 'worker', 'scenario', 'report', 'trace'],
      ...['live', 'sim', 'run'],
    ],
  },
}

/** How many layers are below a folder. */
function levelOf(folder) {
  return Math.max(0, ...LAYERS[folder].mayImport.map(below => 1 + levelOf(below)))
}

/** The picture: the highest layer first, one line for each folder. */
export function drawLayers() {
  const folders = Object.keys(LAYERS)
  const top = Math.max(...folders.map(levelOf)) + 1
  const line = (level, name, is) => `${String(level).padStart(2)}  ${name.padEnd(9)} ${is}`
  const lines = [line(top, 'cli', 'the commands; may import all')]
  for (let level = top - 1; level >= 0; level--) {
    for (const name of folders.filter(folder => levelOf(folder) === level)) {
      lines.push(line(level, name, LAYERS[name].is))
    }
  }
  return lines.join('\n')
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const page = new URL('../docs/architecture.md', import.meta.url)
  const text = readFileSync(page, 'utf8')
  const block = /(<!-- layers -->\n```\n)[\s\S]*?(\n```)/
  writeFileSync(
    page,
    text.replace(block, (_, before, after) => before + drawLayers() + after),
  )
}
