/**
 * The bench of virtual time: each case in processes of its own, in turn, counted by the time that
 * the processor spent on it, garbage collection included. Prints a table of medians.
 *
 *   npm run bench:sim [-- --rounds 3 --only c,s]
 */

import { parseArgs } from 'node:util'
import { measure, medians } from './bench/measure.mjs'
import { CASES } from './bench/sim-cases.mjs'

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '3' }, only: { type: 'string' } },
})
const rounds = Number(values.rounds)
const names = values.only?.split(',') ?? Object.keys(CASES)
const unknown = names.filter(name => !(name in CASES))
if (!(rounds >= 1) || unknown.length > 0) {
  const known = Object.keys(CASES).join(',')
  console.error(`Usage: npm run bench:sim [-- --rounds <1 or more> --only <some of ${known}>]`)
  process.exit(2)
}

const entry = new URL('./bench/sim-one.mjs', import.meta.url)
const runs = Object.fromEntries(names.map(name => [name, []]))
for (let round = 1; round <= rounds; round++) {
  for (const name of names) {
    const run = await measure(entry, { name, title: CASES[name].title })
    runs[name].push(run)
    process.stderr.write(`round ${round} ${name} ${whole(run.figure)} ${CASES[name].unit}\n`)
  }
}

print(['case', 'measured', 'target', '', 'memory'])
for (const name of names) print(rowOf(name, CASES[name], medians(runs[name])))

function rowOf(name, { title, unit, target, mostMiB = Number.POSITIVE_INFINITY }, measured) {
  const { figure, rssMiB } = measured
  const isOk = figure >= (target ?? 0) && rssMiB <= mostMiB
  return [
    `(${name}) ${title}`,
    `${whole(figure)} ${unit}`,
    target === undefined ? '' : whole(target),
    target === undefined ? '' : isOk ? 'ok' : 'not',
    `${whole(rssMiB)} MiB`,
  ]
}

function print(cells) {
  const widths = [52, 24, 12, 5, 0]
  console.log(cells.map((cell, column) => cell.padEnd(widths[column])).join(''))
}

function whole(number) {
  return Math.round(number).toLocaleString('en')
}
