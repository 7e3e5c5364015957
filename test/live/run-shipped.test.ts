/** The scenarios that come along pass on real sockets, in their short form. */

import { readdirSync } from 'node:fs'
import { describe } from 'vitest'
import { expectConserved, liveTest } from '../support/live.js'
import { reportIn } from '../support/run.js'

const FOLDER = new URL('../../scenarios/', import.meta.url)
const NAMES = readdirSync(FOLDER)
  .filter(file => file.endsWith('.yaml'))
  .map(file => file.replace('.yaml', ''))
  .sort()

/** How long those last of which a tenth is long for a test; nothing happens at a certain time. */
const DURATIONS: Readonly<Record<string, string>> = {
  soak: '30s',
  'guide-volume': '30s',
  'twelve-clusters': '40s',
}

describe('a scenario that comes along', () => {
  liveTest('is listed with what it is about', async ({ place, expect }) => {
    const program = place.run(['run', '--list'])
    expect(await program.exit()).toMatchObject({ code: 0 })
    expect(program.stdout.map(line => line.split(' ')[0])).toEqual(NAMES)
    for (const line of program.stdout) expect(line).toMatch(/^[a-z-]+ +[A-Z].*\.$/)
  })

  liveTest.for(inTurn(NAMES))('passes at a tenth: %j', async (names, { place, expect }) => {
    const runs = names.map(async name => {
      const file = `${name}.json`
      const duration = DURATIONS[name]
      const shorter = duration === undefined ? [] : ['--duration', duration]
      const args = ['run', name, '--scale', '0.1', ...shorter, '--quiet', '--out', file]
      const { code } = await place.run(args).exit()
      const report = reportIn(place, file)
      const failed = report.thresholds.filter(({ passed }) => !passed)
      expect({ name, code, failed }).toEqual({ name, code: 0, failed: [] })
      expectConserved(report)
      expect(report.total.done).toBeGreaterThan(0)
    })
    await Promise.all(runs)
  })
})

/** Two at a time, to be done sooner; those that take all of a machine alone. */
function inTurn(names: readonly string[]): string[][] {
  const heavy = ['guide-volume', 'twelve-clusters']
  const light = names.filter(name => !heavy.includes(name))
  const pairs = light.flatMap((name, index) =>
    index % 2 === 0 ? [[name, ...light.slice(index + 1, index + 2)]] : [],
  )
  return [...pairs, ...heavy.map(name => [name])]
}
