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

/** A tenth of ten minutes is long for a test. */
const SHORTER: Readonly<Record<string, readonly string[]>> = { soak: ['--duration', '1m'] }

describe('a scenario that comes along', () => {
  liveTest('is listed with what it is about', async ({ place, expect }) => {
    const program = place.run(['run', '--list'])
    expect(await program.exit()).toMatchObject({ code: 0 })
    expect(program.stdout.map(line => line.split(' ')[0])).toEqual(NAMES)
    for (const line of program.stdout) expect(line).toMatch(/^[a-z-]+ +[A-Z].*\.$/)
  })

  liveTest.for(NAMES)('%s passes at a tenth', async (name, { place, expect }) => {
    const args = ['run', name, '--scale', '0.1', ...(SHORTER[name] ?? [])]
    const program = place.run([...args, '--quiet', '--out', 'a.json'])
    const { code } = await program.exit()
    const report = reportIn(place)
    expect({ code, thresholds: report.thresholds.filter(({ passed }) => !passed) }).toEqual({
      code: 0,
      thresholds: [],
    })
    expectConserved(report)
    expect(report.total.done).toBeGreaterThan(0)
  })
})
