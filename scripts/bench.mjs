/**
 * The bench: one broker of ours against libzmq's own proxy, in one run and alternating, so that
 * what the machine does besides falls on both. Prints ratios; writes bench.json.
 *
 *   npm run bench [-- --rounds 5 --seconds 3 --only a,b --before ../checkout]
 */

import { writeFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { measure, median, medians } from './bench/measure.mjs'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '3' },
    only: { type: 'string' },
    before: { type: 'string' },
    out: { type: 'string', default: 'bench.json' },
  },
})

const small = { clients: 100, workers: 100, bodyBytes: 100 }
const large = { clients: 1000, workers: 300, bodyBytes: 1024 }

/** One socket for all clients of a thread, and one for all of its workers. */
const shared = { sockets: 'shared', workerSockets: 'shared' }

const ENTRY = new URL('./bench/one.mjs', import.meta.url)

/** What is measured: clients that send at once again, and workers that only echo. */
const CASES = {
  a: { title: 'one cluster, ipc', kind: 'cluster', ...small },
  b: { title: "libzmq's proxy, ipc", kind: 'proxy', ...small },
  l: { title: '(a), the least broker there can be', kind: 'least', ...small },
  c: { title: 'one cluster, inproc', kind: 'cluster', ...small, local: 'inproc' },
  d: { title: "the Guide's volume", kind: 'cluster', ...large },
  p: { title: "libzmq's proxy, the Guide's volume", kind: 'proxy', ...large },
  e: { title: 'two clusters, all delegated', kind: 'delegated', ...small },
  s: { title: "(d), clients' sockets shared", kind: 'cluster', ...large, sockets: 'shared' },
  m: { title: '(a), all sockets shared', kind: 'cluster', ...small, ...shared },
  v: { title: '(d), all sockets shared', kind: 'cluster', ...large, ...shared },
  g: { title: 'clients alone, a socket each', kind: 'echo', ...large },
  h: { title: 'clients alone, sockets shared', kind: 'echo', ...large, sockets: 'shared' },
  t: { title: '(a), its trace read', kind: 'cluster', ...small, trace: 'read' },
  w: { title: '(a), its trace written', kind: 'cluster', ...small, trace: 'written' },
  // Another version of it all, built where --before says.
  o: { title: '(a), as it was before', kind: 'cluster', ...small, in: values.before },
}

const chosen = Object.entries(CASES)
  .filter(([name]) => !values.only || values.only.includes(name))
  .filter(([name]) => name !== 'o' || values.before !== undefined)
const runs = Object.fromEntries(chosen.map(([name]) => [name, []]))

for (let round = 1; round <= Number(values.rounds); round++) {
  for (const [name, setup] of chosen) {
    const run = await measure(entryOf(setup), { ...setup, seconds: Number(values.seconds) })
    runs[name].push(run)
    process.stderr.write(`round ${round} ${name} ${Math.round(run.tasksPerSecond)} tasks/s\n`)
  }
}

const results = Object.fromEntries(
  chosen.map(([name, setup]) => [name, { ...setup, ...medians(runs[name]) }]),
)
const PAIRS = ['a/b', 'a/l', 'c/a', 'd/p', 's/d', 'm/a', 'v/d', 'h/g', 'a/o', 't/a', 'w/a']
const ratios = Object.fromEntries(
  PAIRS.map(pair => [pair, ratio(pair, 'tasksPerSecond')]).filter(([, value]) => value !== null),
)
const cpuRatios = ratiosOf('cpuUs')
/** Of the broker's thread, or the proxy's. */
const hubRatios = ratiosOf('hubUs')
print()
const machine = `${cpus()[0]?.model ?? 'unknown'}, ${availableParallelism()} cores`
const report = { machine, node: process.version, results, ratios, cpuRatios, hubRatios, runs }
writeFileSync(values.out, `${JSON.stringify(report, null, 2)}\n`)

function ratiosOf(key) {
  return Object.fromEntries(Object.keys(ratios).map(pair => [pair, ratio(pair, key)]))
}

/** The median of the rounds' own ratios: both sides of each were measured within seconds. */
function ratio(pair, key) {
  const [over, under] = pair.split('/').map(name => runs[name])
  if (!over || !under) return null
  return median(over.map((run, round) => run[key] / under[round][key]))
}

function entryOf(setup) {
  return setup.in ? pathToFileURL(join(setup.in, 'scripts/bench/one.mjs')) : ENTRY
}

function print() {
  const rows = Object.entries(results).map(([name, result]) => [
    `(${name}) ${result.title}`,
    `${Math.round(result.tasksPerSecond)} tasks/s`,
    `p50 ${result.p50Ms.toFixed(2)} ms`,
    `p99 ${result.p99Ms.toFixed(2)} ms`,
    `${result.cpuUs.toFixed(0)} us cpu/task`,
    // A checkout of before may not tell it.
    `broker ${result.hubUs?.toFixed(1) ?? '-'} us`,
    `${Math.round(result.rssMiB)} MiB`,
    `ready in ${Math.round(result.readyMs)} ms`,
  ])
  for (const row of rows) {
    console.log(row.map((cell, column) => cell.padEnd(column === 0 ? 38 : 16)).join(''))
  }
  for (const [name, value] of Object.entries(ratios)) {
    const [cpu, hub] = [cpuRatios[name], hubRatios[name]].map(number => number?.toFixed(2))
    console.log(`${name} = ${value.toFixed(2)}, by the CPU for a task ${cpu}, the broker's ${hub}`)
  }
}
