/** Runs seeds of fuzz against a build, until some break: `trial.mjs <dist> <first> <end> [findings]`. */

import { pathToFileURL } from 'node:url'

const [dist, first, end, findings = 1] = process.argv.slice(2)
const load = file => import(pathToFileURL(`${dist}/fuzz/${file}.js`).href)
const { randomScenario } = await load('random-scenario')
const { planOfFile } = await load('scenario-file')
const { firstViolation } = await load('trial')

let found = 0
for (let seed = Number(first); seed < Number(end) && found < Number(findings); seed++) {
  // What hangs is ended from outside, and by then it is known where.
  process.stdout.write(`${JSON.stringify({ seed })}\n`)
  const broken = await firstViolation(planOfFile(randomScenario(seed))).catch(({ message }) => ({
    name: 'a machine throws',
    broken: { t: 0, what: message },
  }))
  if (!broken) continue
  found++
  process.stdout.write(`${JSON.stringify({ seed, broken })}\n`)
}
