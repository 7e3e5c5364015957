/** Runs StrykerJS by stryker.config.mjs, and makes docs/mutants.md of what it found. */

import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { SURVIVORS } from './survivors.mjs'

const CONFIG = 'scripts/mutants/stryker.config.mjs'
const RESULTS = 'reports/mutants'
const FOLDERS = ['broker', 'client', 'worker', 'wire']
const PAGE = 'docs/mutants.md'

/** The part of what is not equivalent that has to be found. */
const TARGET = 0.95

const TRIED = { Killed: 'killed', Timeout: 'hung', Survived: 'alive', NoCoverage: 'alive' }

/** Runs all mutants, or those of some files, and prints the score of all that were ever run. */
export async function tryByTests(paths, options) {
  const patterns = paths.map(patternOf)
  for (const folder of FOLDERS) {
    const chosen = patterns.filter(pattern => pattern.startsWith(`src/${folder}/`))
    if (paths.length === 0 || chosen.length > 0) await tryFolder(folder, chosen, options)
  }
  const { rows, alive } = results()
  console.log(`\n${tableOf(rows)}`)
  const unlisted = alive.filter(({ survivor }) => !survivor)
  for (const { file, at, line, mutated } of unlisted) {
    console.log(`\n${file}:${at}\n- ${line}\n+ ${mutated}`)
  }
  console.log(`\n${unlisted.length} alive without a reason in scripts/mutants/survivors.mjs`)
  if (scoreOf(sumOf(rows)) < TARGET) process.exitCode = 1
}

export function writePage() {
  const { rows, alive } = results()
  writeFileSync(PAGE, pageOf(rows, alive))
}

async function tryFolder(folder, patterns, { jobs, force }) {
  const args = ['run', CONFIG, '--concurrency', String(jobs)]
  if (force) args.push('--force')
  if (patterns.length > 0) args.push('--mutate', patterns.join())
  const env = { ...process.env, MUTANTS_OF: folder }
  const child = spawn('node_modules/.bin/stryker', args, { stdio: 'inherit', env })
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  if (code !== 0) throw new Error(`StrykerJS did not come to its end in src/${folder}`)
}

function patternOf(path) {
  const [top, folder, ...rest] = path.split('/')
  const file = rest.filter(part => part !== '').join('/')
  if (top !== 'src' || !FOLDERS.includes(folder) || !existsSync(path)) {
    throw new Error(
      `"${path}" is no file or folder of ${FOLDERS.map(of => `src/${of}`).join(', ')}`,
    )
  }
  return file === '' ? `src/${folder}/**/*.ts` : path
}

/** A row of numbers for each file, and all mutants that are alive. */
function results() {
  const files = FOLDERS.map(folder => `${RESULTS}/${folder}.json`)
    .filter(path => existsSync(path))
    .map(path => JSON.parse(readFileSync(path, 'utf8')).files)
  if (files.length === 0) throw new Error('there are no results: npm run mutants')
  const rows = []
  const alive = []
  for (const [file, { source, mutants }] of files.flatMap(Object.entries).sort(byName)) {
    const row = { file, killed: 0, hung: 0, alive: 0, equivalent: 0 }
    for (const mutant of mutants) {
      const tried = TRIED[mutant.status]
      if (tried === undefined) continue
      if (tried !== 'alive') row[tried]++
      else {
        const seen = { file, at: mutant.location.start.line, ...linesOf(mutant, source) }
        const survivor = SURVIVORS.find(
          one => one.file === file && one.line === seen.line && one.mutated === seen.mutated,
        )
        alive.push({ ...seen, survivor })
        row[survivor?.isEquivalent ? 'equivalent' : 'alive']++
      }
    }
    if (row.killed + row.hung + row.alive + row.equivalent > 0) rows.push(row)
  }
  return { rows, alive }
}

/** What is mutated, as one line without the spaces around it, and the same with the bug in it. */
function linesOf({ location: { start, end }, replacement }, source) {
  const lines = source.split('\n').slice(start.line - 1, end.line)
  const before = lines[0].slice(0, start.column - 1)
  const after = lines.at(-1).slice(end.column - 1)
  return { line: oneLine(lines.join(' ')), mutated: oneLine(before + replacement + after) }
}

function oneLine(text) {
  return text.replace(/\s+/g, ' ').trim()
}

function byName([a], [b]) {
  return a < b ? -1 : 1
}

function sumOf(rows) {
  const sum = { file: 'all', killed: 0, hung: 0, alive: 0, equivalent: 0 }
  for (const row of rows) {
    for (const key of ['killed', 'hung', 'alive', 'equivalent']) sum[key] += row[key]
  }
  return sum
}

/** A mutant that hangs is found: a test of it fails by its time. */
function scoreOf({ killed, hung, alive }) {
  return (killed + hung) / (killed + hung + alive)
}

function tableOf(rows) {
  const cells = row =>
    `| ${row.file} | ${row.killed} | ${row.hung} | ${row.alive} | ${row.equivalent} | ${percent(row)} |`
  return [
    '| file | killed | hung | alive | equivalent | score |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...rows.map(cells),
    cells(sumOf(rows)),
  ].join('\n')
}

function percent(row) {
  return `${(100 * scoreOf(row)).toFixed(1)} %`
}

function pageOf(rows, alive) {
  const of = wanted =>
    alive
      .filter(({ survivor }) => (survivor?.isEquivalent ?? false) === wanted)
      .map(({ file, line, mutated, survivor }) => {
        const why = survivor?.why ?? 'not looked into'
        return `| ${file} | ${code(line)} | ${code(mutated)} | ${why} |`
      })
  const tried = new Set(rows.map(({ file }) => file))
  const untried = FOLDERS.flatMap(folder =>
    readdirSync(`src/${folder}`).map(name => `src/${folder}/${name}`),
  ).filter(file => !tried.has(file))
  return `# Mutants

\`npm run mutants\` changes the machines in small ways by StrykerJS, one at a time, and runs the unit tests of
the same folder on each: \`test/broker\`, \`test/client\`, \`test/worker\` or \`test/wire\`. One that hangs is found as well as one that is
killed. The score leaves out what is equivalent: what nothing outside of the machine can tell from the original. This
page is made by \`npm run mutants -- --page\`, and the reasons are in
[\`scripts/mutants/survivors.mjs\`](../scripts/mutants/survivors.mjs).

${tableOf(rows)}

Not in the table, as nothing was tried in them or they have nothing to try: ${untried.join(', ')}.

## Alive

${tableOfAlive(of(false))}

## Equivalent

${tableOfAlive(of(true))}
`
}

function tableOfAlive(lines) {
  if (lines.length === 0) return 'None.'
  return ['| file | source | mutant | reason |', '| --- | --- | --- | --- |', ...lines].join('\n')
}

function code(text) {
  const short = text.length > 100 ? `${text.slice(0, 97)}...` : text
  return `\`${short.replaceAll('|', '\\|')}\``
}
