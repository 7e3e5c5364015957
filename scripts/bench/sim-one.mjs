/** Measures one case of virtual time: warms up, then counts what it does in its processor time. */

import { MetricCollector } from '../../dist/report/metric-collector.js'
import { totalOf } from '../../dist/report/summary.js'
import { Clock } from '../../dist/sim/clock.js'
import { SimCloud } from '../../dist/sim/cloud.js'
import { simulate } from '../../dist/sim/simulate.js'
import { CASES } from './sim-cases.mjs'

const setup = CASES[JSON.parse(process.argv[2]).name]
const measures = {
  clock: measureClock,
  run: measureRun,
  cloud: measureCloud,
  recording: measureRecording,
}
const result = await measures[setup.kind]()
const rssMiB = process.resourceUsage().maxRSS / 1024
await new Promise(resolve => process.send({ ...result, rssMiB }, resolve))
process.disconnect()

/** The hold model: as many happenings as are pending, each of which sets itself on a later time. */
function measureClock() {
  const clock = new Clock()
  const gaps = Float64Array.from({ length: 4096 }, (_, index) => -Math.log1p(-weyl(index)))
  let drawn = 0
  const again = {
    happen: () => clock.at(clock.now + gaps[drawn++ % gaps.length], again),
  }
  for (let count = 0; count < setup.pending; count++) again.happen()
  clock.runTo(setup.warmUpMs)
  const before = clock.count
  const seconds = cpuSecondsFor(() => clock.runTo(clock.now + setup.durationMs))
  return { figure: (clock.count - before) / seconds }
}

/** A whole run, as `peering sim` makes it: virtual time for the processor's time. */
async function measureRun() {
  const plan = setup.plan()
  const start = process.cpuUsage()
  await simulate(plan)
  return { figure: plan.durationMs / 1000 / cpuSecondsSince(start) }
}

/** One cloud that is run on and on: tasks for the processor's time. */
function measureCloud() {
  const cloud = new SimCloud(setup.plan())
  cloud.runTo(setup.warmUpMs)
  const { done } = totalOf(cloud.record.clusters).numbers()
  const seconds = cpuSecondsFor(() => cloud.runTo(cloud.clock.now + setup.durationMs))
  return { figure: (totalOf(cloud.record.clusters).numbers().done - done) / seconds }
}

/** Answers, as a thread of clients notes them; of live runs, this is all that stands in its way. */
function measureRecording() {
  let now = 0
  const tally = new MetricCollector('DC1', () => ++now)
  const note = count => {
    for (let index = 0; index < count; index++) {
      tally.note('accepted', 'DC1-c0001#12', 0)
      tally.note('answered', index % 3 ? 'DC1-w0001' : 'DC2-w0002', 1 + (index % 500))
    }
    return tally.take()
  }
  note(10_000)
  const seconds = cpuSecondsFor(() => {
    for (let span = 0; span < setup.spans; span++) note(10_000)
  })
  return { figure: (10_000 * setup.spans) / seconds }
}

/** Fractions that are spread evenly, and the same in each run. */
function weyl(index) {
  return (index * (Math.sqrt(5) - 1)) % 1
}

function cpuSecondsFor(work) {
  const start = process.cpuUsage()
  work()
  return cpuSecondsSince(start)
}

/** Of all threads: what the garbage collector's helpers do is not free. */
function cpuSecondsSince(start) {
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1e6
}
