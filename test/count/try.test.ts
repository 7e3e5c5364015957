import { test } from 'vitest'
import { randomScenario } from '../../src/fuzz/random-scenario.js'
import { planOfFile } from '../../src/fuzz/scenario-file.js'
import { differences } from './compare.js'
import { shippedPlans, smallPlans } from './plans.js'
import { counted } from './run.js'

test('try', async () => {
  const kinds: Record<string, number> = {}
  const first: Record<string, string> = {}
  const t0 = cpu()
  const { WHAT = 'small', SEEDS = '1 60' } = process.env
  const [from = 1, until = 60] = SEEDS.split(' ').map(Number)
  const plans =
    WHAT === 'small'
      ? smallPlans()
      : WHAT === 'shipped'
        ? shippedPlans()
        : Array.from(
            { length: until - from + 1 },
            (_, i) => [`${i + from}`, planOfFile(randomScenario(i + from))] as const,
          )
  const times: [number, string][] = []
  let bad = 0
  for (const [name, plan] of plans) {
    const t1 = cpu()
    const { report, told } = await counted(
      plan,
      WHAT === 'small' ? 600 : WHAT === 'shipped' ? 100 : 60,
    )
    const lines = differences(report, told)
    times.push([Math.round(cpu() - t1), name])
    if (lines.length > 0) bad++
    for (const line of lines) {
      const kind = line
        .replace(/:.*/, '')
        .replace(/\b(DC\d+|A|B)\b/g, 'X')
        .replace(/series [\d.]+/, 'series')
        .replace(/slowest .*/, 'slowest')
      kinds[kind] = (kinds[kind] ?? 0) + 1
      first[kind] ??= `${name} ${line}`
    }
  }
  console.log(cpu() - t0, times.sort((a, b) => b[0] - a[0]).slice(0, 6))
  console.log(bad, 'bad of', plans.length)
  console.log(
    Object.entries(kinds)
      .map(([k, n]) => `${n} ${k}   e.g. ${first[k]?.slice(0, 200)}`)
      .join('\n'),
  )
}, 1000000)
function cpu() {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
