/** The scenario of a command line: changed by options, which are told of what they break. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { planOf } from '../../src/cli/scenario-argument.js'
import { seedsOf } from '../../src/cli/scenario-options.js'
import { withStdin } from '../../src/cli/stdin-words.js'

const DIR = mkdtempSync(join(tmpdir(), 'peering-test-'))
afterAll(() => rmSync(DIR, { recursive: true }))

const FILE = join(DIR, 'x.yaml')
writeFileSync(
  FILE,
  `version: 1
duration: 60s
clusters: { A: { workers: 2, service: exp:10ms, policy: local-only }, B: }
load: [{ at: A, executor: rate, rate: 5/s, clients: 9, timeout: 1h }]
faults: [{ at: 30s, kill: B, restart: 40s }]
thresholds:
  - { metric: task.lost, expr: count == 0, window: 30s }
`,
)

const complaints = async (argv: Parameters<typeof planOf>[1]) => {
  const error: unknown = await planOf(FILE, argv).catch(reason => reason)
  return error instanceof Error ? error.message.replaceAll(`${FILE}:`, '').split('\n') : []
}

describe('a problem that an option brings', () => {
  test('is said to be of --duration', async () => {
    expect(await complaints({ duration: '35s' })).toEqual([
      '5:39: restart: 40s is after the end of the run at 35s (because of --duration 35s)',
    ])
  })

  test('is said to be of the one of several that brings it', async () => {
    expect(await complaints({ duration: '35s', set: ['seed=3', 'warmup=10s'] })).toEqual([
      '5:39: restart: 40s is after the end of the run at 35s (because of --duration 35s)',
      '7:52: window: 30s is too long, as only 25s are measured ' +
        '(because of --set warmup=10s and --duration 35s)',
    ])
  })

  test('is said to be of --set, where it stands in the file', async () => {
    expect(await complaints({ set: 'clusters.A.workers=3', duration: '35s' })).toHaveLength(1)
    expect(await complaints({ set: 'clusters={ A: }' })).toEqual([
      '5:27: kill: "B" is no cluster of this file: use one of A ' +
        '(because of --set clusters={ A: })',
    ])
  })

  test('is not said of what is wrong without it', async () => {
    writeFileSync(join(DIR, 'y.yaml'), 'version: 1\nduration: 60\nclusters: { A: }\n')
    const error: unknown = await planOf(join(DIR, 'y.yaml'), { set: 'seed=3' }).catch(why => why)
    expect(String(error)).toMatch(/y.yaml:2:11: duration: .* add a unit such as 60s$/)
  })
})

test('a scenario is changed by all options at once', async () => {
  const { plan, scenario } = await planOf(FILE, {
    set: ['clusters.A.workers=9', 'faults='],
    duration: ['50s', '40s'],
    scale: '0.5',
    seed: '8',
  })
  expect(plan).toMatchObject({ seed: 8, durationMs: 20_000, clusters: { A: { workers: 5 } } })
  expect(scenario.text).toContain('duration: 60s')
})

test('several seeds are for virtual time, and without a trace', () => {
  expect(seedsOf({ seeds: '5' }, 'sim')).toBe(5)
  expect(() => seedsOf({ seeds: '5' }, 'live')).toThrow(/--seeds: on real sockets each seed takes/)
  expect(() => seedsOf({ seeds: '5', trace: 'x' }, 'sim')).toThrow(/--trace: a trace is of one/)
})

test.each([
  ['sim -', 'sim /dev/stdin'],
  ['run --json -', 'run --json /dev/stdin'],
  ['sim x.yaml --out -', 'sim x.yaml --out -'],
  ['replay --json -', 'replay --json /dev/stdin'],
  ['replay --at - x', 'replay --at - x'],
  ['up -', 'up -'],
])('"%s" is read as "%s"', (line, expected) => {
  expect(withStdin(line.split(' ')).join(' ')).toBe(expected)
})

test('the files that a scenario and an option name are kept as they were read', async () => {
  const policy = 'export default peers => peers[0]\n'
  writeFileSync(join(DIR, 'times.csv'), '100\n200\n')
  writeFileSync(join(DIR, 'own.js'), policy)
  writeFileSync(
    join(DIR, 'files.yaml'),
    `version: 1
duration: 1s
clusters: { A: { policy: ./own.js }, B: { policy: ./own.js } }
load: [{ at: [A, B], executor: replay, file: times.csv }]
`,
  )
  const { files } = await planOf(join(DIR, 'files.yaml'), {})
  expect(files).toEqual([
    { file: 'times.csv', text: '100\n200\n' },
    { file: 'own.js', text: policy },
  ])
  const said = await planOf(join(DIR, 'files.yaml'), { policy: join(DIR, 'own.js') })
  expect(said.files.map(({ file }) => file)).toEqual([join(DIR, 'own.js'), 'times.csv'])
})
