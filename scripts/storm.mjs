/**
 * Attacks live clusters from outside, by seed and for a time, while their own clients work; then
 * judges whether they lived, answered, recovered, gave memory back, and ended with code 0.
 *
 *   npm run storm -- [--seed N] [--for 60s] [--only kind,kind | holding] [--together]
 *                    [--clusters 3] [--json]
 *   npm run storm -- --list
 *
 * Ends with code 0 if all verdicts hold, with 1 if one does not, 2 for wrong usage, 130 at Ctrl-C.
 */

import { availableParallelism, cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { randomStream } from '../dist/base/random.js'
import { parseDuration } from '../dist/scenario/grammar.js'
import { HOLDING, KINDS } from './storm/kinds.mjs'
import { headOf, listOf, rowOf, summaryOf } from './storm/output.mjs'
import { Storm } from './storm/storm.mjs'

/** A round of one kind lasts so long, if `--for` has room for it. */
const ROUND_MAX_MS = 10_000
const ROUND_MIN_MS = 500

const NAMES = KINDS.map(({ name }) => name)
const options = chosen()
if (options.isList) {
  console.log(listOf(KINDS))
} else {
  process.exitCode = await run(options)
}

function chosen() {
  try {
    const { values } = parseArgs({
      options: {
        seed: { type: 'string' },
        for: { type: 'string', default: '60s' },
        only: { type: 'string' },
        together: { type: 'boolean', default: false },
        clusters: { type: 'string', default: '3' },
        json: { type: 'boolean', default: false },
        list: { type: 'boolean', default: false },
      },
    })
    return {
      seed: values.seed === undefined ? Date.now() % 1_000_000 : count('seed', values.seed, 0),
      forMs: parseDuration(values.for),
      only: values.only,
      kinds: kindsOf(values.only),
      isTogether: values.together,
      clusters: count('clusters', values.clusters, 1),
      isJson: values.json,
      isList: values.list,
    }
  } catch (error) {
    console.error(`storm: ${error.message}`)
    console.error(
      'Usage: npm run storm -- [--seed N] [--for 60s] [--only kind,kind | holding] [--together] ' +
        '[--clusters 3] [--json] [--list]',
    )
    process.exit(2)
  }
}

function count(name, digits, least) {
  if (/^\d{1,9}$/.test(digits) && Number(digits) >= least) return Number(digits)
  throw new Error(`--${name}: "${digits}" is not a whole number of at least ${least}`)
}

function kindsOf(only) {
  if (only === undefined) return NAMES
  if (only === 'holding') return HOLDING
  const kinds = only.split(',')
  const unknown = kinds.find(name => !NAMES.includes(name))
  if (unknown === undefined) return kinds
  throw new Error(`there is no kind "${unknown}": see --list`)
}

/** @returns the exit code */
async function run({ seed, forMs, only, kinds, isTogether, clusters, isJson }) {
  const say = isJson ? one => console.log(JSON.stringify(one)) : undefined
  const chosen = `${only === undefined ? '' : ` --only ${only}`}${isTogether ? ' --together' : ''}`
  const command = `npm run storm -- --seed ${seed} --for ${forMs}ms --clusters ${clusters}${chosen}`
  const machine = `${cpus()[0]?.model ?? 'unknown'}, ${availableParallelism()} cores`
  const [load] = loadavg()
  if (say) say({ type: 'start', seed, forMs, kinds, clusters, machine, load })
  else {
    console.log(`storm: seed ${seed}, ${clusters} clusters; ${machine}, load ${load.toFixed(1)}\n`)
    console.log(headOf())
  }
  const storm = new Storm(seed, clusters)
  let isInterrupted = false
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      isInterrupted = true
      storm.interrupt()
    })
  }
  try {
    for (const round of roundsOf(kinds, isTogether, forMs, seed)) {
      const result = await storm.round(round)
      if (!result) break
      if (say) say({ type: 'round', ...result })
      else console.log(rowOf(result))
    }
    await storm.end()
    const summary = { ...storm.summary, command }
    if (say) say({ type: 'summary', ...summary })
    else console.log(summaryOf(summary))
    if (isInterrupted) return 130
    return summary.isPassed ? 0 : 1
  } finally {
    await storm.close()
  }
}

/**
 * Each kind alone, in random order, then all of them at once; while there is time once more,
 * with the next seed.
 */
function roundsOf(kinds, isTogether, forMs, seed) {
  const cycleOf = cycle => {
    const all = { name: 'together', kinds, cycle }
    if (isTogether) return [all]
    const random = randomStream(seed + cycle, 'order')
    const order = kinds.map(name => ({ name, at: random() })).sort((a, b) => a.at - b.at)
    const alone = order.map(({ name }) => ({ name, kinds: [name], cycle }))
    return kinds.length > 1 ? [...alone, all] : alone
  }
  const share = forMs / cycleOf(0).length
  const roundMs = Math.max(ROUND_MIN_MS, Math.min(ROUND_MAX_MS, share))
  const rounds = []
  for (let cycle = 0; rounds.length * roundMs < forMs; cycle++) rounds.push(...cycleOf(cycle))
  return rounds.map(round => ({ ...round, forMs: roundMs }))
}
