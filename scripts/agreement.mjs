/**
 * How far virtual time agrees with this machine: measures the machine, then runs each scenario of
 * scripts/agreement on real sockets and, with links as measured, in virtual time. Prints what came
 * of both, side by side.
 *
 *   npm run agreement [-- --only steady,kill]
 */

import { readFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { readScenario } from 'peering'
import { runLive } from './agreement/live.mjs'
import { measureMachine } from './agreement/machine.mjs'
import { runVirtual } from './agreement/virtual.mjs'
import { median } from './bench/measure.mjs'

const SCENARIOS = ['steady', 'spill-over', 'closed', 'kill', 'limit']

/** What is compared, and how it is written. */
const MEASURES = {
  'tasks/s': { of: ({ total, durationMs }) => (1000 * total.done) / durationMs, unit: '' },
  p50: { of: ({ total }) => total.latencyMs.p50, unit: ' ms' },
  p99: { of: ({ total }) => total.latencyMs.p99, unit: ' ms' },
  'spill-over': { of: ({ total }) => (100 * total.cloud) / Math.max(1, total.done), unit: ' %' },
}

const COLUMNS = [12, 12, 14, 14, 24, 0]

const names = chosen()

try {
  await compare()
} catch (error) {
  console.error(`agreement: ${error.message}`)
  process.exitCode = 1
}

function chosen() {
  try {
    const { values } = parseArgs({ options: { only: { type: 'string' } } })
    const only = values.only?.split(',') ?? SCENARIOS
    const unknown = only.find(name => !SCENARIOS.includes(name))
    if (unknown === undefined) return only
    console.error(`agreement: there is no scenario "${unknown}"`)
  } catch (error) {
    console.error(`agreement: ${error.message}`)
  }
  console.error(`Usage: npm run agreement [-- --only <some of ${SCENARIOS.join(',')}>]`)
  process.exit(2)
}

async function compare() {
  const machine = await measureMachine()
  const [load] = loadavg()
  const cores = availableParallelism()
  console.log(`${cpus()[0]?.model ?? 'unknown'}, ${cores} cores, load ${load.toFixed(1)}`)
  if (load > cores) console.log('The machine has much else to do: these figures are of that, too.')
  const { hopMs, peerHopMs, timerMs } = machine
  console.log(
    `a hop ${ms(hopMs)}, between brokers ${ms(peerHopMs)}; a timer is ${ms(timerMs)} late`,
  )
  console.log()
  print(['scenario', '', 'live', 'sim', 'sim, least to most', 'live/sim'])
  for (const name of names) {
    const file = new URL(`./agreement/${name}.yaml`, import.meta.url)
    const scenario = readScenario(readFileSync(file, 'utf8'), `${name}.yaml`)
    const live = await runLive(scenario)
    const virtual = await runVirtual(scenario, machine)
    for (const row of rowsOf(name, live, virtual)) print(row)
    for (const note of live.notes) print(['', `live: ${note}`])
  }
}

function rowsOf(name, live, virtual) {
  return Object.entries(MEASURES).map(([measure, { of, unit }], index) => {
    const measured = of(live)
    const simulated = virtual.map(of)
    const middle = median(simulated)
    return [
      index === 0 ? name : '',
      measure,
      number(measured) + unit,
      number(middle) + unit,
      `${number(Math.min(...simulated))} to ${number(Math.max(...simulated))}`,
      middle === 0 ? '' : (measured / middle).toFixed(2),
    ]
  })
}

function print(cells) {
  console.log(cells.map((cell, column) => cell.padEnd(COLUMNS[column])).join(''))
}

function ms(value) {
  return `${value.toFixed(2)} ms`
}

/** Three digits, or all before the point. */
function number(value) {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3)
}
