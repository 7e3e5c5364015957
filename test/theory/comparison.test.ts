/** Scenarios that expect what theory says: what is measured, how it is judged, and how it reads. */

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Distribution } from '../../src/base/distribution.js'
import { Broker } from '../../src/broker/broker.js'
import { textOutput } from '../../src/cli/output/text-output.js'
import type { Summary } from '../../src/report/summary.js'
import { readScenario } from '../../src/scenario/scenario.js'
import type { ScenarioPlan } from '../../src/scenario/scenario-plan.js'
import type { NewBroker } from '../../src/sim/cluster-contract.js'
import { simulate } from '../../src/sim/simulate.js'

const CONSTANT: Distribution = { kind: 'constant', ms: 100 }

const MMC = `\
version: 1
duration: 10m
warmup: 10s
clusters: { DC1: { workers: 5, service: exp:100ms } }
load: [{ at: DC1, executor: rate, rate: 40/s, clients: 50, timeout: 1h }]
expect: { theory: mmc }
`
const POOLED = `\
version: 1
duration: 4m
clusters:
  DC1: { workers: 5, service: exp:100ms }
  DC2: { workers: 5, service: exp:100ms }
broker: { stateInterval: 0s }
load:
  - { at: DC1, executor: rate, rate: 60/s, clients: 50, timeout: 1h }
  - { at: DC2, executor: rate, rate: 20/s, clients: 50, timeout: 1h }
expect: { theory: pooled-mmc }
`
const CLOSED = `\
version: 1
duration: 10m
clusters: { DC1: { workers: 5, service: exp:100ms } }
load: [{ at: DC1, executor: closed, clients: 25, think: exp:400ms, timeout: 1h }]
expect: { theory: closed-mmc }
`
const GENERAL = `\
version: 1
duration: 30m
clusters: { DC1: { workers: 1, service: 'choice:0ms,200ms' } }
load: [{ at: DC1, executor: rate, rate: 7/s, clients: 50, timeout: 1h }]
expect: { theory: mg1 }
`

interface Change {
  /** What the clusters do, whatever theory was told. */
  readonly service?: Distribution
  readonly policy?: 'local-only'
  readonly think?: Distribution
  readonly newBroker?: NewBroker
}

/** By their scenarios, the runs that nothing was changed in. */
const unchanged = new Map<string, Promise<Summary>>()

function run(text: string, change?: Change): Promise<Summary> {
  if (change) return runChanged(text, change)
  const known = unchanged.get(text) ?? runChanged(text, {})
  unchanged.set(text, known)
  return known
}

async function runChanged(text: string, change: Change): Promise<Summary> {
  const { think, newBroker, ...cluster } = change
  const plan = readScenario(text, 'test.yaml')
  const clusters = Object.entries(plan.clusters).map(([name, spec]) => [
    name,
    { ...spec, ...cluster },
  ])
  const loads = plan.loads.map(spec =>
    think ? { ...spec, load: { kind: 'closed' as const, think } } : spec,
  )
  const changed: ScenarioPlan = { ...plan, clusters: Object.fromEntries(clusters), loads }
  return (await simulate(changed, newBroker && { newBroker })).summary
}

/** The lines on theory that people read. */
function linesOf(summary: Summary): string[] {
  const lines: string[] = []
  const stream = { isTTY: false, write: (line: string) => lines.push(line.trimEnd()) }
  textOutput(stream as unknown as NodeJS.WriteStream, 'test', undefined).summary(summary)
  return lines.filter(line => line.includes('theory'))
}

/** Two of five workers say READY to a broker that is deaf to them. */
const deafToTwo: NewBroker = (options, ports) => {
  const broker = new Broker(options, ports)
  const { receive } = broker
  broker.receive = (inlet, message, now) => {
    if (inlet === 'localbe' && /w000[45]$/.test(String(message[0]))) return
    receive.call(broker, inlet, message, now)
  }
  return broker
}

describe('a run that is as theory says', { timeout: 20_000 }, () => {
  // By hand, or from the design's values for service of mean 1.
  test.each([
    ['mmc', 'M/M/5', MMC, 55.411],
    ['pooled-mmc', 'M/M/10', POOLED, 20.459],
    ['closed-mmc', 'M/M/5//25', CLOSED, 52.358],
    ['mg1', 'M/G/1', GENERAL, 233.333],
  ])('agrees with %s: %s', async (model, queue, text, exact) => {
    const { theory, exitCode, verdict } = await run(text)
    expect(theory).toHaveLength(1)
    expect(theory[0]).toMatchObject({ model, queue, metric: 'task.wait', agrees: true })
    expect(theory[0]).toMatchObject({ exact, atLeast: false })
    expect(Math.abs(theory[0]?.standardErrors ?? Number.NaN)).toBeLessThanOrEqual(3)
    expect(theory[0]?.measured).toBeGreaterThan(0.75 * exact)
    expect(theory[0]?.measured).toBeLessThan(1.25 * exact)
    expect([exitCode, verdict]).toEqual([0, 'pass'])
  })

  test('is compared after its warmup, by the waits that the summary has too', async () => {
    const { theory, total } = await run(MMC)
    expect(theory[0]?.measured).toBe(total.waitMs.mean)
  })

  test('is compared cluster by cluster where each is a queue', async () => {
    const text = MMC.replace(', service: exp:100ms }', ', service: exp:100ms }, DC2: *a')
      .replace('DC1: {', 'DC1: &a {')
      .replace('at: DC1', 'at: [DC1, DC2]')
    const summary = await run(`${text}broker: { policy: local-only }\n`)
    const found = summary.theory.map(({ cluster, measured }) => [cluster, measured])
    const { DC1, DC2 } = summary.clusters
    expect(found).toEqual([
      ['DC1', DC1?.waitMs.mean],
      ['DC2', DC2?.waitMs.mean],
    ])
    expect(linesOf(summary).map(line => line.slice(0, 17))).toEqual([
      'theory: DC1 M/M/5',
      'theory: DC2 M/M/5',
    ])
  })

  /** Only its mean matters: F. Baskett and others, Open, Closed and Mixed Networks (1975). */
  test('agrees with closed-mmc however clients think, if as long on the average', async () => {
    const think: Distribution = { kind: 'uniform', fromMs: 0, toMs: 800 }
    expect(await run(CLOSED, { think })).toMatchObject({ exitCode: 0 })
  })

  test('is told in a line', async () => {
    const [line, ...others] = linesOf(await run(MMC))
    expect(line).toMatch(/^theory: DC1 M\/M\/5 wait 55\.4 ms, measured \d\d\.\d ms, /)
    expect(line).toMatch(/, [0-2]\.\d standard errors apart$/)
    expect(others).toEqual([])
  })

  test('of a scenario that expects nothing has nothing to say', async () => {
    const summary = await run(MMC.replace(/expect.*\n/, '').replace('10m', '11s'))
    expect(summary.theory).toEqual([])
    expect(linesOf(summary)).toEqual([])
  })
})

describe('a run that is not as theory says', { timeout: 20_000 }, () => {
  test.each<[string, string, Change]>([
    ['mmc: of constant service', MMC, { service: CONSTANT }],
    ['pooled-mmc: of clusters that lend nothing', POOLED, { policy: 'local-only' }],
    ['closed-mmc: of constant service', CLOSED, { service: CONSTANT }],
    ['mg1: of service that is less uneven', GENERAL, { service: CONSTANT }],
  ])('disagrees with %s', async (_, text, change) => {
    const { theory, exitCode, verdict } = await run(text, change)
    expect(theory[0]).toMatchObject({ agrees: false })
    expect(Math.abs(theory[0]?.standardErrors ?? 0)).toBeGreaterThan(3)
    expect([exitCode, verdict]).toEqual([99, 'fail'])
  })

  test('disagrees with closed-mmc: by a broker that is deaf to two workers', async () => {
    const { theory, exitCode } = await run(CLOSED, { newBroker: deafToTwo })
    expect(theory[0]?.standardErrors).toBeGreaterThan(10)
    expect(theory[0]).toMatchObject({ agrees: false })
    // Observers see that READYs are not heard, and a broken invariant goes first.
    expect(exitCode).toBe(3)
  })

  test('says so in its line', async () => {
    expect(linesOf(await run(MMC, { service: CONSTANT }))).toEqual([
      expect.stringMatching(/^theory: DC1 M\/M\/5 wait .* standard errors apart: DISAGREES$/),
    ])
  })
})

describe('latency', { timeout: 20_000 }, () => {
  const FAR = `${POOLED}links: { default: { latency: 20ms } }\n`

  test('makes the exact wait the least: a longer one agrees', async () => {
    const summary = await run(FAR)
    expect(summary.theory[0]).toMatchObject({ atLeast: true, agrees: true, exact: 20.459 })
    expect(summary.theory[0]?.standardErrors).toBeGreaterThan(3)
    expect(summary.exitCode).toBe(0)
    expect(linesOf(summary)[0]).toMatch(/^theory: M\/M\/10 wait at least 20\.5 ms, measured /)
  })

  test('does not let a shorter one agree', async () => {
    const service: Distribution = { kind: 'exp', meanMs: 80 }
    const { theory, exitCode } = await run(FAR, { service })
    expect(theory[0]?.standardErrors).toBeLessThan(-3)
    expect(theory[0]?.agrees).toBe(false)
    expect(exitCode).toBe(99)
  })
})

describe('a run that is too short to tell', () => {
  test('is inconclusive, and told how long it should be', async () => {
    const summary = await run(MMC.replace('duration: 10m', 'duration: 1m'))
    expect(summary.theory[0]).toMatchObject({ standardErrors: null, agrees: false })
    expect(summary.theory[0]?.measured).toBeGreaterThan(0)
    expect([summary.exitCode, summary.verdict]).toEqual([4, 'inconclusive'])
    // 300 times 2 lambda E[S^2] / (c - a)^2 = 1.6 s.
    expect(summary.theory[0]?.neededMs).toBe(480_000)
    expect(linesOf(summary)[0]).toMatch(/^unknown theory: .* ms: measure 8m or more$/)
  })

  test('is inconclusive where hardly a task has to wait', async () => {
    const summary = await run(MMC.replace('40/s', '1/s'))
    expect(summary.theory[0]).toMatchObject({ standardErrors: null, agrees: false })
    expect(summary.exitCode).toBe(4)
    expect(linesOf(summary)[0]).toMatch(/^unknown theory: .* ms: too few tasks had to wait$/)
  })

  test('is not what a run is in which nobody has to wait, and nobody does', async () => {
    const { theory, exitCode } = await run(CLOSED.replace('clients: 25', 'clients: 5'))
    expect(theory[0]).toMatchObject({ queue: 'M/M/5//5', measured: 0, exact: 0, agrees: true })
    expect(exitCode).toBe(0)
  })
})

describe('the scenario', { timeout: 20_000 }, () => {
  test.each(['mmc', 'pooled'])('%s that comes along agrees', async name => {
    const text = readFileSync(
      new URL(`../../scenarios/theory/${name}.yaml`, import.meta.url),
      'utf8',
    )
    const summary = await run(text)
    expect(summary.theory.length).toBeGreaterThan(0)
    expect(summary.exitCode).toBe(0)
  })
})
