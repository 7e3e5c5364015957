/** A scenario on real sockets. */

import { runScenario } from 'peering'

/** @returns the report of what happened after the warm-up. */
export async function runLive(scenario) {
  const report = await runScenario(scenario, { mode: 'live' })
  if (report.verdict !== 'fail') return report
  const broken = report.invariants.filter(({ verdict }) => verdict === 'false')
  const reasons = [...report.notes, ...broken.map(({ broken: by, name }) => by?.what ?? name)]
  throw new Error(`${scenario.name}: ${reasons.join('; ')}`)
}
