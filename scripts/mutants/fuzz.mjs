/** Puts each bug of list.mjs into a copy of the build, and looks which seed of fuzz finds it. */

import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { transform } from 'sucrase'
import { MUTANTS, problemOf } from './list.mjs'

const TRIAL = fileURLToPath(new URL('./trial.mjs', import.meta.url))

/** A seed that takes so long hangs. */
const SEED_MS = 30_000

/** Prints a table; the exit code is 1 if a bug applies no more. */
export async function tryByFuzz(seeds, only) {
  const mutants = MUTANTS.filter(({ name }) => only === undefined || name === only)
  if (mutants.length === 0) throw new Error(`there is no bug "${only}"`)
  const queue = [...mutants.entries()]
  const rows = []
  const takeInTurn = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [place, mutant] = next
      const row = { place, name: mutant.name, ...(await found(mutant, seeds)) }
      rows.push(row)
      console.error(`${row.name}: ${row.seed ?? 'survived'} ${row.what}`)
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, takeInTurn))
  rows.sort((a, b) => a.place - b.place)
  const killed = rows.filter(({ seed }) => seed !== undefined).length
  console.log(`\n| mutant | found by seed | what was broken |\n| --- | ---: | --- |`)
  for (const { name, seed, what } of rows) console.log(`| ${name} | ${seed ?? 'none'} | ${what} |`)
  console.log(`\n${killed} of ${rows.length} killed in ${seeds} seeds`)
}

/** The seed that breaks, and what; no seed if none does. */
async function found(mutant, seeds) {
  const source = readFileSync(mutant.file, 'utf8')
  const problem = problemOf(mutant, source)
  if (problem) {
    process.exitCode = 1
    return { what: `does not apply: ${problem}` }
  }
  const dir = mkdtempSync(join(tmpdir(), 'peering-mutant-'))
  try {
    cpSync('dist', join(dir, 'dist'), { recursive: true })
    cpSync('package.json', join(dir, 'package.json'))
    symlinkSync(join(process.cwd(), 'node_modules'), join(dir, 'node_modules'))
    const { code } = transform(
      source.replace(mutant.text, () => mutant.replacement),
      {
        transforms: ['typescript'],
        disableESTransforms: true,
      },
    )
    writeFileSync(join(dir, mutant.file.replace(/^src/, 'dist').replace(/ts$/, 'js')), code)
    return await tried(join(dir, 'dist'), seeds)
  } finally {
    rmSync(dir, { recursive: true })
  }
}

function tried(dist, seeds) {
  const child = spawn(process.execPath, [TRIAL, dist, '0', String(seeds)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let last = { seed: 0 }
  let errors = ''
  let isHung = false
  const hang = () => {
    isHung = true
    child.kill('SIGKILL')
  }
  let timer = setTimeout(hang, SEED_MS)
  child.stderr.on('data', data => {
    errors += data
  })
  createInterface({ input: child.stdout }).on('line', line => {
    clearTimeout(timer)
    timer = setTimeout(hang, SEED_MS)
    last = JSON.parse(line)
  })
  return new Promise(resolve => {
    child.on('close', code => {
      clearTimeout(timer)
      const { seed, broken } = last
      if (isHung) resolve({ seed, what: 'it hangs' })
      else if (broken) resolve({ seed, what: broken.name })
      else if (code === 0) resolve({ what: '' })
      else resolve({ seed, what: errors.split('\n').find(line => /Error/.test(line)) ?? 'it ends' })
    })
  })
}
