/** Policies of files on real sockets: used by every broker, and told of in one line when wrong. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { liveTest, type Place } from '../support/live.js'

const WELL = `import type { ChoosePeer } from 'peering'
const choose: ChoosePeer = peers => peers.find(({ name }) => name === 'DC3')
export default choose
`
const BADLY = `export default peers => {
  throw new Error(peers[0].name)
}
`
const told = (peer: string) => `mine.js:2: the policy threw, and must not: Error: ${peer}`

function write(place: Place, file: string, text: string): string {
  writeFileSync(join(place.dir, file), text)
  return `--policy ./${file}`
}

/** More than one worker can do, and much less than nine. */
const ASKS = '--workers 1 --clients 4 --heartbeat 200ms --state-ttl 600ms --service exp:20ms'
const LENDS = '--workers 9 --clients 1 --heartbeat 200ms --state-ttl 600ms --load closed:1s'

liveTest('the clusters of up choose by a file', async ({ place }) => {
  const policy = write(place, 'mine.ts', WELL)
  const load = '--load rate:100/s --service exp:20ms --workers 3'
  const up = place.start(`up DC1 DC2 DC3 ${policy} ${load}`)
  await up.until('DC1 to delegate', line => {
    return line.type === 'status' && (line.clusters.DC1?.peers.DC3?.delegated ?? 0) > 0
  })
  up.child.kill('SIGINT')
  expect(await up.exit()).toMatchObject({ code: 0 })
  const { DC1, DC2, DC3 } = up.summary.clusters
  expect([DC1?.delegatedTo.DC2, DC2?.delegatedTo.DC1]).toEqual([undefined, undefined])
  expect(DC3?.delegatedTo).toEqual({})
})

liveTest(
  'a cluster whose policy fails ends with code 2, and its peers go on',
  async ({ place }) => {
    const policy = write(place, 'mine.js', BADLY)
    const lends = place.start(`DC2 DC1 ${LENDS}`)
    const asks = place.start(`DC1 DC2 ${ASKS} --load closed:0ms ${policy}`)
    expect(await asks.exit()).toMatchObject({ code: 2 })
    expect(asks.stderr).toBe('')
    const died = asks.lines.filter(line => line.type === 'event' && line.event === 'died')
    expect(died).toMatchObject([{ at: 'DC1', reason: told('DC2') }])
    const heard = lends.lines.length
    await lends.until('its next status', line => lends.lines.indexOf(line) >= heard)
    lends.child.kill('SIGINT')
    expect(await lends.exit()).toMatchObject({ code: 0 })
    expect(place.sockets).toEqual([])
  },
)

liveTest('a run whose policy fails ends with code 2 and one line', async ({ place }) => {
  write(place, 'mine.js', BADLY)
  const service = 'service: exp:20ms'
  const text = `version: 1
duration: 20s
clusters: { A: { workers: 1, ${service}, policy: ./mine.js }, B: { workers: 9, ${service} } }
load: [{ at: A, executor: closed, think: 0s, clients: 4 }]`
  writeFileSync(join(place.dir, 'a.yaml'), text)
  for (const command of ['run', 'sim']) {
    const program = place.run([command, 'a.yaml', '--quiet'])
    expect(await program.exit()).toMatchObject({ code: 2 })
    expect(program.stderr).toBe(`peering: ${told('B')}\n`)
    expect(program.stdout).toEqual([])
  }
})
