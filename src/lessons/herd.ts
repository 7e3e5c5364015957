/** Lesson: what is told was true when it was told; what brokers do with news that is old. */

import type { PolicyName } from '../broker/policy.js'
import { lesson as asLesson } from './lesson.js'
import { inWords, table } from './table.js'
import { counted, measure, play, type Scenario, tasksAt } from './virtual-cloud.js'

const POLICIES = ['most-capacity', 'two-choices', 'weighted'] as const

export const lesson = asLesson({}, [
  {
    text: `
      Six brokers, A1 to A6, have clients and no workers. Four peers lend: B1 has four workers free,
      the others three each, and all six know that. A message takes 10 ms. Then each of the six gets
      one task, all at the same moment, and sends it where most workers are free.`,
    ask: 'How many of the six tasks go to B1, which has four workers?',
    choices: ['two', 'four', 'six'],
    answer: 'six',
    because: `
      All know the same, all reason well, and so all do the same: that is the herd. "4" was true
      when it was told. It was not true for the last two that acted on it, and before B1 can say
      so, all six have left. Nine workers at the other peers are idle meanwhile.

      A little chance breaks the herd up. \`two-choices\` looks at two peers at random, and takes
      the better one. \`weighted\` draws one, and who has more free is drawn more often.`,
    async run(stage) {
      // #region look
      const moment = (policy: PolicyName, seed: number): Scenario => {
        const asks = { workers: 0, peers: ['B1', 'B2', 'B3', 'B4'], policy }
        const lends = (workers: number) => ({ workers, service: '1s', peers: [] })
        const [B1, B2, B3, B4] = [lends(4), lends(3), lends(3), lends(3)]
        return {
          clusters: { ...each(ASKERS, asks), B1, B2, B3, B4 },
          links: { default: { latency: '10ms' } },
          load: [tasksAt(ASKERS, 1)],
          seed,
        }
      }
      // #endregion

      const seeds = Array.from({ length: 20 }, (_, at) => at + 1)
      const results = POLICIES.map(policy => {
        const moments = seeds.map(seed => arrivalsIn(moment(policy, seed)))
        return { policy, first: moments[0], vain: sum(moments.map(({ vain }) => vain)) }
      })
      const peers = ['B1', 'B2', 'B3', 'B4'] as const
      const rows = results.map(({ policy, first, vain }) => {
        return [policy, ...peers.map(peer => first?.[peer] ?? 0), `${vain} of ${6 * seeds.length}`]
      })
      const head = ['policy', ...peers, 'no worker free, in 20 such moments']
      stage.draw('where the six tasks go', table(head, rows))
      const [most, two, weighted] = results.map(({ vain }) => vain)
      stage.claim(
        'a little chance spares most of those that find no free worker',
        most === 40 && 4 * Math.max(two ?? 0, weighted ?? 0) < most,
        `${most} find none with most-capacity, ${two} with two-choices, ${weighted} with weighted`,
      )
      return inWords(results[0]?.first?.B1)
    },
  },
  {
    text: `
      Now a load without end: 420 tasks a second, by chance, for six brokers without workers, and
      six lenders of five workers each. Work takes 50 ms. Seven of ten workers are busy, so that a
      broker that knew all would hardly ever wait.

      What lenders tell gets older: they speak at once, or not more than once in one service time,
      or in two. A fourth policy joins: \`least-outstanding\` does not ask which peer has more free.
      Among those with room it takes the one that has fewest tasks of its own.`,
    ask: 'Told once in a service time: with which policy do tasks wait least?',
    choices: ['most-capacity', 'least-outstanding', 'two-choices', 'weighted'],
    answer: 'least-outstanding',
    because: `
      Nobody need tell a broker what it has sent itself: that news is never old. Each spreads its
      own tasks evenly, and no two have a reason to run the same way.

      When all is told at once, all four are as good as each other: a free worker is a free worker,
      and it is of no use to know who has most of them. The herd needs old news and many that
      choose. So ask first how old your news is; then choose a policy.`,
    async run(stage) {
      const policies = [...POLICIES, 'least-outstanding'] as const
      const rows = []
      for (const policy of policies) {
        const waits = []
        for (const age of [0, 1, 2]) waits.push(await meanWait(policy, age))
        rows.push({ policy, waits })
      }
      stage.draw('mean wait in ms, by how often lenders speak', byAge([0, 1, 2], rows))
      const [most, , weighted] = rows
      const fresh = rows.map(({ waits }) => waits[0] ?? Number.NaN)
      stage.claim(
        'told at once, tasks hardly wait, whatever the policy',
        fresh.every(ms => ms < 2),
        `at most ${Math.max(...fresh).toFixed(1)} ms`,
      )
      const ratio = (most?.waits[1] ?? 0) / (weighted?.waits[1] ?? 1)
      stage.claim(
        'told once in a service time, the herd costs a quarter more than weighted, or worse',
        ratio > 1.25,
        `most-capacity waits ${ratio.toFixed(1)} times as long`,
      )
      return rows.toSorted((a, b) => (a.waits[1] ?? 0) - (b.waits[1] ?? 0))[0]?.policy ?? ''
    },
  },
  {
    text: `
      The same load, and older news still: lenders speak once in five service times, and once in
      twenty, which is a second. We compare \`weighted\` with \`guide\`, the rule of the Guide: it
      looks at one number for all of the cloud, takes nothing off it, and chooses blindly.`,
    ask: 'Told once in twenty service times: who waits less?',
    choices: ['guide', 'weighted', 'both the same'],
    answer: 'guide',
    because: `
      A number that is told is also a credit. \`weighted\` takes one off it for each task, and at 0
      it keeps what comes until the lenders speak again. There may be some nine workers free when a
      lender speaks, but seventy tasks come to each broker before it speaks again; so tasks wait at
      home, and workers idle. \`guide\` keeps no such account for each peer: it sends to anyone as
      long as the last word was not 0. It is worse by far when news is fresh, and here it ends up
      better: what it does not believe cannot mislead it.

      This is not a reason to be blind. It says how often to speak: at least as often as the free
      workers could be used up. Ours do so each 5 ms if there is news.`,
    async run(stage) {
      const ages = [0, 5, 20]
      const rows = []
      for (const policy of ['weighted', 'guide'] as const) {
        const waits = []
        for (const age of ages) waits.push(await meanWait(policy, age))
        rows.push({ policy, waits })
      }
      stage.draw('mean wait in ms, by how often lenders speak', byAge(ages, rows))
      const [weighted = [], guide = []] = rows.map(({ waits }) => waits)
      const ratio = (guide[0] ?? 0) / (weighted[0] ?? 1)
      stage.claim(
        'told at once, it is much better to look',
        ratio > 5,
        `guide waits ${ratio.toFixed(0)} times as long`,
      )
      const [looks = 0, blind = 0] = [weighted[2], guide[2]]
      stage.claim(
        'told once in twenty service times, what weighted keeps at home waits three times as long',
        looks > 3 * blind,
        `${(looks / blind).toFixed(1)} times as long as with guide`,
      )
      if (Math.abs(looks - blind) < 0.1 * looks) return 'both the same'
      return blind < looks ? 'guide' : 'weighted'
    },
  },
])

const ASKERS = ['A1', 'A2', 'A3', 'A4', 'A5', 'A6']
const LENDERS = ['B1', 'B2', 'B3', 'B4', 'B5', 'B6']
const SERVICE_MS = 50

// #region look
/** Of two runs, each with its own chance. @param age how often lenders speak, in service times */
async function meanWait(policy: PolicyName, age: number): Promise<number> {
  const asks = { workers: 0, peers: LENDERS, policy }
  const stateInterval = `${age * SERVICE_MS}ms`
  const lends = { workers: 5, service: `exp:${SERVICE_MS}ms`, peers: [], stateInterval }
  const waits = []
  for (const seed of [1, 2]) {
    const { summary } = await measure({
      clusters: { ...each(ASKERS, asks), ...each(LENDERS, lends) },
      load: [{ at: ASKERS, executor: 'rate', rate: '70/s', clients: 500, timeout: '1h' }],
      warmup: '1s',
      duration: '4s',
      seed,
    })
    waits.push(summary.total.waitMs.mean ?? Number.NaN)
  }
  return sum(waits) / waits.length
}
// #endregion

/** How many tasks came to each peer, and how many of them found no worker free. */
function arrivalsIn(scenario: Scenario) {
  const { events } = play(scenario, 4000)
  const to = (peer: string) =>
    events.filter(event => 'fact' in event && event.fact === 'delegated' && event.about === peer)
      .length
  const vain = counted(events, 'overcommit')
  return { B1: to('B1'), B2: to('B2'), B3: to('B3'), B4: to('B4'), vain }
}

function byAge(ages: readonly number[], rows: readonly { policy: string; waits: number[] }[]) {
  const head = [
    'policy',
    ...ages.map(age => (age === 0 ? 'at once' : `each ${age * SERVICE_MS} ms`)),
  ]
  return table(
    head,
    rows.map(({ policy, waits }) => [policy, ...waits.map(ms => ms.toFixed(1))]),
  )
}

function each<T>(names: readonly string[], value: T): Record<string, T> {
  return Object.fromEntries(names.map(name => [name, value]))
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0)
}
