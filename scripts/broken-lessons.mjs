/**
 * Shows that lessons check what they claim: breaks the code under each part of each lesson, in a
 * copy, and runs the lesson, which must fail, and in that part. Takes some minutes.
 *
 *   npm run broken-lessons [-- herd failures] [-- --write]
 *
 * Ends with code 1 if a broken lesson passes, and with 2 if that cannot be seen: a lesson fails as
 * it is, a part is not broken at all, or what is to be broken is not in the code any more. `--write`
 * makes docs/broken-lessons.md.
 */

import { setImmediate } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Chalk } from 'chalk'
import { BROKEN_BROKERS } from './broken-lessons/brokers.mjs'
import { BROKEN_CLOUDS } from './broken-lessons/clouds.mjs'
import { Copy } from './broken-lessons/copy.mjs'
import { writePage } from './broken-lessons/page.mjs'
import { BROKEN_SOCKETS } from './broken-lessons/sockets.mjs'

const { LESSONS } = await import('../dist/lessons/catalogue.js')

/**
 * For each lesson, one after the other: the part that has to notice it, what is broken in a few
 * words, and how. What is to be found must be in its file once; without `file` that is the lesson's.
 */
const BROKEN = { ...BROKEN_SOCKETS, ...BROKEN_BROKERS, ...BROKEN_CLOUDS }
const chalk = process.stdout.isTTY ? new Chalk() : new Chalk({ level: 0 })

const { names, isWritten } = chosen()
const end = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end.abort())
const copy = new Copy()
try {
  process.exitCode = await breakAll()
} catch (error) {
  if (!end.signal.aborted) console.error(`broken-lessons: ${error.message}`)
  process.exitCode = end.signal.aborted ? 130 : 2
} finally {
  copy.remove()
}

function chosen() {
  const all = LESSONS.map(({ name }) => name)
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { write: { type: 'boolean', default: false } },
    })
    const unknown = positionals.find(name => !all.includes(name))
    if (unknown) throw new Error(`there is no lesson "${unknown}"`)
    if (values.write && positionals.length > 0) throw new Error('--write is for all lessons')
    return { names: positionals.length > 0 ? positionals : all, isWritten: values.write }
  } catch (error) {
    console.error(`broken-lessons: ${error.message}`)
    console.error('Usage: npm run broken-lessons [-- <some lessons>] [-- --write]')
    process.exit(2)
  }
}

/** @returns the exit code */
async function breakAll() {
  // First, as it is soon done: each of them must fit.
  const mutations = []
  for (const lesson of names) {
    for (const one of BROKEN[lesson] ?? []) {
      await setImmediate(undefined, { signal: end.signal })
      const mutation = { lesson, file: `lessons/${lesson}.ts`, ...one }
      mutations.push({ ...mutation, code: copy.prepare(mutation) })
    }
  }
  for (const lesson of names) await checkWhole(lesson, mutations)
  console.log(`Unbroken, ${names.length} lessons pass.`)

  const rows = []
  for (const mutation of mutations) {
    const row = { ...mutation, ...(await breakOne(mutation)) }
    rows.push(row)
    print(row)
  }
  const found = rows.filter(({ isFound }) => isFound)
  console.log(`${rows.length} times broken, ${found.length} times found.`)
  if (found.length < rows.length) return 1
  if (isWritten) writePage(rows)
  return 0
}

/** Unbroken it passes; and each of its parts is to be broken. */
async function checkWhole(lesson, mutations) {
  const { exitCode, failures, parts } = await copy.run(lesson, end.signal)
  if (exitCode !== 0)
    throw new Error(`${lesson} fails as it is: ${failures[0]?.what}: ${failures[0]?.seen}`)
  const broken = mutations.filter(one => one.lesson === lesson).map(({ part }) => part)
  for (let part = 1; part <= parts; part++) {
    if (!broken.includes(part)) throw new Error(`nothing is broken in part ${part} of ${lesson}`)
  }
}

/** It is found if the lesson fails as lessons do, and in the part that is meant. */
async function breakOne({ lesson, part, file, code }) {
  const mend = copy.put(file, code)
  try {
    const { exitCode, failures } = await copy.run(lesson, end.signal)
    const failure = failures.find(one => one.part === part)
    return { exitCode, failure, isFound: [3, 4].includes(exitCode) && failure !== undefined }
  } finally {
    mend()
  }
}

function print({ lesson, part, why, isFound, exitCode, failure }) {
  const mark = isFound ? chalk.green('found') : chalk.red('NOT FOUND')
  console.log(`${mark}, ${exitCode}  ${chalk.bold(`${lesson} ${part}`)}: ${why}`)
  if (failure) console.log(chalk.dim(`    ${failure.what}: ${failure.seen}`))
}
