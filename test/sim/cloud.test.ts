/** Whole runs in virtual time: the same seed gives the same run, and what must hold does. */

import { describe, expect, test } from 'vitest'
import { totalOf } from '../../src/report/summary.js'
import { readScenario } from '../../src/scenario/scenario.js'
import { SimCloud } from '../../src/sim/cloud.js'
import { simulate } from '../../src/sim/simulate.js'
import { isMessage, type TraceEvent } from '../../src/trace/trace.js'
import { BUSY, busyWith, CONTRACT_EXAMPLE, FAULTS } from '../support/scenarios.js'

const read = (text: string) => readScenario(text, 'test.yaml')
const run = async (text: string, seed?: number) => {
  const plan = read(text)
  return (await simulate(seed === undefined ? plan : { ...plan, seed })).summary
}
const unmet = ({ invariants }: Awaited<ReturnType<typeof run>>) =>
  invariants.filter(({ verdict }) => verdict !== 'true')

describe('a run', { timeout: 20_000 }, () => {
  const several = { busy: BUSY, example: CONTRACT_EXAMPLE, loss: busyWith(FAULTS.loss ?? '') }

  test.each(Object.entries(several))('of the same seed is the same: %s', async (_, text) => {
    const first = await run(text)
    expect(first.digest).toMatch(/^[0-9a-f]{16}$/)
    expect(await run(text)).toEqual(first)
  })

  test.each(Object.entries(several))('of another seed is another: %s', async (_, text) => {
    const digests = [await run(text, 1), await run(text, 2), await run(text, 3)]
    expect(new Set(digests.map(({ digest }) => digest)).size).toBe(3)
  })

  test('is the same whether it is run in many steps or in one', () => {
    const one = new SimCloud(read(BUSY))
    const many = new SimCloud(read(BUSY))
    one.runTo(5000)
    while (many.clock.now < 5000) many.runTo(many.clock.now + 12.5)
    expect(many.digest).toBe(one.digest)
  })

  test("of the contract's example breaks nothing and answers all", async () => {
    const summary = await run(CONTRACT_EXAMPLE)
    expect(unmet(summary)).toEqual([])
    const { sent, done, lost, cloud } = summary.total
    expect(done).toBeGreaterThan(4000)
    expect(sent).toBeGreaterThanOrEqual(done)
    expect(cloud).toBeGreaterThan(100)
    expect(lost).toBe(0)
  })

  test('accounts for each task at each second', async () => {
    const plan = read(busyWith(FAULTS.kill ?? '', FAULTS['kill-workers'] ?? ''))
    let seconds = 0
    const onStep = (cloud: SimCloud) => {
      const all = [
        ...cloud.record.clusters.map(({ metrics }) => metrics),
        totalOf(cloud.record.clusters),
      ]
      for (const metrics of all) {
        const { sent, done, lost, inFlight, local, cloud: delegated } = metrics.numbers()
        expect(sent).toBe(done + lost + inFlight)
        expect(done).toBe(local + delegated)
      }
      seconds++
      return true
    }
    await simulate(plan, { onStep })
    expect(seconds).toBeGreaterThanOrEqual(20)
  })

  test('that is interrupted says so, and leaves liveness unknown', async () => {
    const { summary } = await simulate(read(BUSY), { onStep: cloud => cloud.clock.now < 3000 })
    expect(summary.exitCode).toBe(130)
    expect(summary.durationMs).toBe(3000)
    expect(unmet(summary).map(({ verdict }) => verdict)).toEqual(Array(4).fill('unknown'))
  })
})

describe('an interruption', { timeout: 20_000 }, () => {
  test('is heard in the warm-up, before anything is measured', async () => {
    const plan = { ...read(BUSY), warmupMs: 10_000 }
    const { summary, cloud } = await simulate(plan, { onStep: ({ clock }) => clock.now < 3000 })
    expect(cloud.clock.now).toBe(3000)
    const { exitCode, durationMs, total } = summary
    expect({ exitCode, durationMs, done: total.done }).toEqual({
      exitCode: 130,
      durationMs: 0,
      done: 0,
    })
    expect(total.sent).toBe(total.inFlight)
  })

  test('is heard while liveness is waited for, which then stays unknown', async () => {
    const slow = `\
version: 1
duration: 2s
clusters: { DC1: { workers: 1, service: 1s } }
load: [{ at: DC1, executor: closed, clients: 100, think: 0s, timeout: 1h }]
`
    const { summary, cloud } = await simulate(read(slow), {
      onStep: ({ clock }) => clock.now < 5000,
    })
    expect(cloud.clock.now).toBe(5000)
    expect(summary.exitCode).toBe(130)
    expect(summary.durationMs).toBe(2000)
    expect(unmet(summary).map(({ verdict }) => verdict)).toEqual(Array(4).fill('unknown'))
  })
})

describe('a fault', { timeout: 20_000 }, () => {
  test.each(Object.entries(FAULTS))('breaks no verdict: %s', async (_, fault) => {
    for (const seed of [1, 2]) expect(unmet(await run(busyWith(fault), seed))).toEqual([])
  })

  test('changes what happens from its time on, and nothing before', () => {
    for (const fault of Object.values(FAULTS)) {
      if (fault.includes('join')) continue
      const calm = new SimCloud(read(BUSY))
      const struck = new SimCloud(read(busyWith(fault)))
      calm.runTo(4999)
      struck.runTo(4999)
      expect(struck.digest, fault).toBe(calm.digest)
      calm.runTo(20_000)
      struck.runTo(20_000)
      expect(struck.digest, fault).not.toBe(calm.digest)
    }
  })

  test('can come with all the others, and again', async () => {
    const faults = [
      '{ at: 2s, pause: DC1, resume: 6s }',
      '{ at: 3s, partition: [[DC1], [DC2, DC3]], heal: 9s }',
      '{ at: 4s, kill-workers: DC2, count: 3, restart: 4100ms }',
      '{ at: 5s, kill: DC3, restart: 5100ms }',
      '{ at: 7s, loss: DC2-DC3, probability: 50%, until: 12s }',
      '{ at: 10s, kill: DC2, restart: 11s }',
      '{ at: 12s, slow: DC1, factor: 5, until: 15s }',
      '{ at: 13s, pause: DC3, resume: 18s }',
    ]
    for (let seed = 1; seed <= 10; seed++) {
      expect(unmet(await run(busyWith(...faults), seed)), `seed ${seed}`).toEqual([])
    }
  })

  test('kills: tasks that a dead peer had come home and are done', async () => {
    const { total } = await run(busyWith(FAULTS['kill for good'] ?? ''))
    expect(total.home).toBeGreaterThan(0)
    expect(total.lost).toBe(0)
  })

  test('partitions: nobody is delegated to across a cut that lasts', () => {
    const cloud = new SimCloud(read(busyWith(FAULTS['partition for good'] ?? '')))
    const delegated = () => cloud.record.clusters[0]?.metrics.delegatedTo
    cloud.runTo(9000)
    const before = delegated()
    expect(before?.DC2).toBeGreaterThan(0)
    cloud.runTo(20_000)
    expect(delegated()).toEqual(before)
  })

  test('kills workers: they are back soon, and their tasks are done by others', () => {
    const cloud = new SimCloud(read(busyWith(FAULTS['kill-workers'] ?? '')))
    cloud.runTo(5050)
    const before = cloud.cluster('DC1').report().counts
    expect(before.times.hired).toBeUndefined()
    cloud.runTo(6000)
    expect(cloud.cluster('DC1').state?.workers).toBe(3)
  })

  test('kills workers: they stay away until their restart, or for good', () => {
    const run = (fault: string, ...others: string[]) => {
      const events: TraceEvent[] = []
      const trace = (event: TraceEvent) => events.push(event)
      const cloud = new SimCloud(read(busyWith(fault, ...others)), { trace })
      cloud.runTo(15_000)
      return (fact: string) =>
        events.flatMap(event =>
          !isMessage(event) && event.fact === fact && event.at === 'DC1'
            ? [[event.t, event.about]]
            : [],
        )
    }
    const two = ['DC1-w0001', 'DC1-w0002']
    const back = run('{ at: 5s, kill-workers: DC1, count: 2, restart: 9s }')
    expect(back('dismissed')).toEqual(two.map(name => [5000, name]))
    expect(back('hired').slice(3)).toEqual(two.map(name => [9000, name]))
    expect(run('{ at: 5s, kill-workers: DC1, count: 2 }')('hired')).toHaveLength(3)
    // A cluster that is started again in the meantime has no more of them than before.
    const again = '{ at: 6s, kill: DC1, restart: 7s }'
    const killed = run('{ at: 5s, kill-workers: DC1, count: 2, restart: 9s }', again)
    expect(killed('hired').slice(3)).toEqual([
      [7000, 'DC1-w0003'],
      ...two.map(name => [9000, name]),
    ])
  })

  test('kills workers: each that had a task drops it', () => {
    const cloud = new SimCloud(read(busyWith('{ at: 5s, kill-workers: DC1 }')))
    cloud.clock.runTo(8000)
    const { times } = cloud.cluster('DC1').report().counts
    expect(times).toMatchObject({ dropped: { length: 3 }, dismissed: { length: 3 } })
    expect(times.began?.length).toBe((times.finished?.length ?? 0) + 3)
  })

  test('kills workers: in each of its lives, one draws other times', () => {
    const text = `\
version: 1
duration: 20s
clusters: { DC1: { workers: 1, service: 'exp:100ms' } }
load: [{ at: DC1, executor: closed, clients: 1, think: 0s }]
faults: [${[5, 10, 15].map(killed).join(', ')}]
`
    const firsts: number[] = []
    let isNew = true
    const trace = (event: TraceEvent) => {
      if (isMessage(event)) return
      if (event.fact === 'fault') isNew = true
      if (event.fact === 'began' && isNew) firsts.push(event.count)
      if (event.fact === 'began') isNew = false
    }
    new SimCloud(read(text), { trace }).runTo(20_000)
    expect(firsts.length).toBe(4)
    expect(new Set(firsts).size).toBe(4)
  })

  test('kills workers just before a pause: they are back when that is over', () => {
    const faults = [
      '{ at: 4950ms, kill-workers: DC1, count: 3, restart: 5050ms }',
      FAULTS['pause of who delegates'],
    ]
    const cloud = new SimCloud(read(busyWith(...faults.map(String))))
    cloud.clock.runTo(5001)
    cloud.cluster('DC1').report()
    cloud.clock.runTo(9999)
    expect(cloud.cluster('DC1').report().counts.times).toEqual({})
    cloud.clock.runTo(11_000)
    expect(cloud.cluster('DC1').state?.workers).toBe(3)
    expect(cloud.cluster('DC1').report().counts.times.finished?.length).toBeGreaterThan(5)
  })

  test('joins and leaves: others delegate to a cluster while it is there', () => {
    const faults = ['{ at: 5s, join: DC3 }', '{ at: 12s, leave: DC3 }']
    const cloud = new SimCloud(read(busyWith(...faults)))
    const toDC3 = () => cloud.record.clusters[0]?.metrics.delegatedTo.DC3 ?? 0
    cloud.runTo(5000)
    expect(toDC3()).toBe(0)
    cloud.runTo(12_000)
    const joined = toDC3()
    expect(joined).toBeGreaterThan(0)
    cloud.runTo(20_000)
    expect(toDC3() - joined).toBeLessThan(3)
  })
})

describe('messages that links lose', () => {
  const text = (loss: number) => `\
version: 1
duration: 20s
clusters: { DC1: { workers: 1, service: 50ms }, DC2: { workers: 3, service: 50ms } }
links: { DC1-DC2: { latency: 1ms, loss: ${loss} } }
load: [{ at: DC1, executor: closed, clients: 4, think: 10ms, timeout: 1s, retries: 9 }]
`

  test('are counted in the summary, each where it was sent', async () => {
    const { total, clusters } = await run(text(0.05))
    expect(clusters.DC1?.linkLost).toBeGreaterThan(0)
    expect(clusters.DC2?.linkLost).toBeGreaterThan(0)
    expect(total.linkLost).toBe((clusters.DC1?.linkLost ?? 0) + (clusters.DC2?.linkLost ?? 0))
    // What was sent again was lost before, on its way or back; of state, nobody is told.
    expect(total.linkLost).toBeGreaterThanOrEqual(total.retried)
    expect(total.retried).toBeGreaterThan(0)
  })

  test('are none where links lose nothing', async () => {
    expect((await run(text(0))).total.linkLost).toBe(0)
  })

  test('while a partition lasts are counted too, but not those of the warm-up', async () => {
    const cut = 'faults: [{ at: 4s, partition: [[DC1], [DC2]], heal: 6s }]\n'
    expect((await run(text(0) + cut)).total.linkLost).toBeGreaterThan(0)
    expect((await run(`${text(0)}${cut}warmup: 8s\n`)).total.linkLost).toBe(0)
  })
})

describe('an answer to a task that was given up', () => {
  test('is no second answer to it', async () => {
    const text = `\
version: 1
duration: 10s
clusters: { DC1: { workers: 1, service: 150ms } }
load: [{ at: DC1, executor: closed, clients: 1, think: 1s, timeout: 100ms, retries: 0 }]
`
    const summary = await run(text)
    expect(summary.total.lost).toBeGreaterThan(3)
    expect(unmet(summary)).toEqual([])
  })
})

describe('one cluster more', () => {
  const two = `\
version: 1
duration: 20s
clusters: { DC1: { workers: 3, service: 'exp:100ms' }, DC2: { workers: 3 }, DC3: { workers: 3 } }
broker: { policy: local-only }
load: [{ at: [DC1, DC2], executor: rate, clients: 50, rate: 20/s }]
`
  const three = `${two}  - { at: DC3, executor: rate, clients: 50, rate: 20/s }\n`.replace(
    'load: [{ at: [DC1, DC2], executor: rate, clients: 50, rate: 20/s }]',
    'load:\n  - { at: [DC1, DC2], executor: rate, clients: 50, rate: 20/s }',
  )

  test('does not change what the clients and workers of another draw', () => {
    const latencies = [two, three, two.replace(', DC3: { workers: 3 }', '')].map(text => {
      const cloud = new SimCloud(read(text))
      cloud.clock.runTo(20_000)
      return cloud.cluster('DC1').report().counts.answers.latenciesMs
    })
    expect(latencies[0]?.length).toBeGreaterThan(100)
    expect(latencies[1]).toEqual(latencies[0])
    expect(latencies[2]).toEqual(latencies[0])
  })
})

/** All workers, for a moment. */
function killed(atSeconds: number): string {
  return `{ at: ${atSeconds}s, kill-workers: DC1, restart: ${atSeconds * 1000 + 100}ms }`
}
