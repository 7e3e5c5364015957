/** The same scenario in virtual time, with links and overheads as the machine has them. */

import { simulate } from '../../dist/sim/simulate.js'

/** Runs differ by chance as much as these do from each other. */
const SEEDS_MAX = 20

/** Enough of a scenario that does too much for as many. */
const PATIENCE_MS = 5000

/** @returns a summary for each seed. */
export async function runVirtual(scenario, machine) {
  const plan = { ...scenario, clusters: clustersOn(machine, scenario), links: linksOf(machine) }
  const summaries = []
  const end = performance.now() + PATIENCE_MS
  for (let seed = 1; seed <= SEEDS_MAX && (seed === 1 || performance.now() < end); seed++) {
    const { summary } = await simulate({ ...plan, seed })
    summaries.push(summary)
  }
  return summaries
}

function linksOf({ hopMs, peerHopMs }) {
  const link = ms => ({ latency: { kind: 'constant', ms }, loss: 0 })
  return { default: link(peerHopMs), local: link(hopMs), pairs: {} }
}

function clustersOn({ timerMs }, { clusters }) {
  return Object.fromEntries(
    Object.entries(clusters).map(([name, spec]) => {
      return [name, { ...spec, service: later(spec.service, timerMs) }]
    }),
  )
}

/** Work of no time needs no timer, and is not late. */
function later(service, ms) {
  switch (service.kind) {
    case 'constant':
      return service.ms === 0 ? service : { ...service, ms: service.ms + ms }
    case 'exp':
      return { ...service, meanMs: service.meanMs + ms }
    case 'uniform':
      return { ...service, fromMs: service.fromMs + ms, toMs: service.toMs + ms }
    case 'choice':
      return { ...service, ofMs: service.ofMs.map(of => (of === 0 ? 0 : of + ms)) }
    case 'lognormal':
      return { ...service, medianMs: service.medianMs + ms, p99Ms: service.p99Ms + ms }
  }
}
