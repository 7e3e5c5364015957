/** Runs of `peering run` on scenarios of a test: their reports, and what they leave behind. */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Report } from '../../src/report/report.js'
import type { Place, Program } from './live.js'

export const CLUSTERS = `\
version: 1
clusters: { A: &small { workers: 3, service: 20ms }, B: *small, C: *small }
broker: { heartbeat: 200ms, stateTtl: 600ms }
`

/** A calm load that all of them can do. */
export const EVEN = `\
load: [{ at: [A, B, C], executor: rate, rate: 50/s, clients: 20, arrivals: even }]
`

export const NONE_LOST = 'thresholds: [{ task.lost: count == 0 }]\n'

/** Starts a scenario, whose socket files are in the place. */
export function startRun(place: Place, scenario: string, ...args: string[]): Program {
  writeFileSync(join(place.dir, 'a.yaml'), scenario)
  return place.run(['run', 'a.yaml', '--json', '--out', 'a.json', ...args], {
    env: { XDG_RUNTIME_DIR: place.dir },
  })
}

/** Runs it to its end. */
export async function run(place: Place, scenario: string, ...args: string[]) {
  const program = startRun(place, scenario, ...args)
  const { code } = await program.exit()
  return { code, report: reportIn(place), program }
}

export function reportIn(place: Place, file = 'a.json'): Report {
  return JSON.parse(readFileSync(join(place.dir, file), 'utf8'))
}

/** What runs have left in their place. */
export function leftIn(place: Place): string[] {
  return readdirSync(place.dir, { recursive: true, encoding: 'utf8' }).filter(
    file => file.endsWith('.ipc') || file.includes('run-'),
  )
}
