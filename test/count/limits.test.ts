/** Thresholds are judged exactly: a limit just beside what was measured holds, or does not. */

import { expect, test } from 'vitest'
import type { ScenarioPlan } from '../../src/scenario/scenario-plan.js'
import type { Comparison, Threshold } from '../../src/scenario/threshold.js'
import { isMessage } from '../../src/trace/trace.js'
import { differences } from './compare.js'
import { countOf, isIn, type Span, sum } from './figures.js'
import { smallPlan, smallPlans } from './plans.js'
import { thresholdOf } from './questions.js'
import { counted } from './run.js'
import { measuredBy } from './thresholds.js'

/** Far less than the width of a bucket, and far more than what sums of floats differ by. */
const NEAR = 1e-6

const COMPARISONS: readonly Comparison[] = ['<', '<=', '>', '>=']
const TIMES = ['task.latency', 'task.uncorrected', 'task.wait', 'state.age']
const PERCENTILES = [0, 1, 10, 50, 75, 90, 95, 99, 99.9, 100]
const OTHERS = [
  ...TIMES.flatMap(metric => ['avg', 'min', 'max'].map(asked => [metric, `${asked} < 1s`])),
  ...['p(50)', 'p(90)', 'avg', 'max'].map(asked => ['worker.busy', `${asked} < 50%`]),
  ...['p(50)', 'p(90)', 'avg', 'max'].map(asked => ['task.waiting', `${asked} < 1`]),
  ...['p(50)', 'p(90)', 'avg', 'max'].map(asked => ['task.rate', `${asked} < 1/s`]),
] as [string, string][]
const ASKED = [
  ...TIMES.flatMap(metric => PERCENTILES.map(p => [metric, `p(${p}) < 1s`] as [string, string])),
  ...OTHERS,
]

const PLANS = smallPlans().filter(([name]) => /^(closed|even rate|warmup|fault: kill$)/.test(name))

test.each(PLANS)('limits beside what is measured, of %s', async (_, plan) => {
  const span = { fromMs: plan.warmupMs, untilMs: plan.durationMs }
  const asked = ASKED.map(([metric, expr]) => thresholdOf(metric, expr, span))
  const { told } = await counted({ ...plan, thresholds: asked }, 0)
  const thresholds = asked.flatMap((threshold): Threshold[] => {
    const value = measuredBy(told, threshold, told.measured)
    if (value === undefined || value === 0) return []
    const limits = [value * (1 - NEAR), value * (1 + NEAR)]
    return COMPARISONS.flatMap(comparison =>
      limits.map(limit => ({ ...threshold, comparison, value: limit })),
    )
  })
  const again = await counted({ ...plan, thresholds }, 0)
  expect(differences(again.report, again.told)).toEqual([])
  const passed = again.report.thresholds.filter(each => each.passed)
  expect(passed).toHaveLength(thresholds.length / 2)
})

/** Of the last, neither arrivals nor answers have times that are binary fractions. */
test.each([20, 30, 70])('where all of %i a second took as long, that limit holds', async rate => {
  const plan = smallPlan('even rate')
  const [name = '', spec] = Object.entries(plan.clusters)[0] ?? []
  if (!spec) throw new Error('there is no cluster')
  const service = { kind: 'constant', ms: 100 } as const
  const clusters = { [name]: { ...spec, service, peers: [], workers: 20 } }
  const load = { kind: 'rate', perSecond: rate, arrivals: 'even' } as const
  const loads = plan.loads
    .filter(({ at }) => at === name)
    .map(each => ({ ...each, load, clients: 50 }))
  const span = { fromMs: 0, untilMs: plan.durationMs }
  const thresholds = ['task.latency', 'task.uncorrected'].flatMap(metric =>
    ['p(95) <=', 'p(1) >=', 'max <=', 'min >=', 'avg ==', 'p(99.9) <='].map(expr =>
      thresholdOf(metric, `${expr} 100ms`, span),
    ),
  )
  const { report } = await counted({ ...plan, clusters, loads, thresholds }, 0)
  expect(report.thresholds.map(({ expr, passed, value }) => [expr, passed, value])).toEqual(
    thresholds.map(({ exprText }) => [exprText, true, 100]),
  )
})

test('where all workers are busy all the time, that is 100 %', async () => {
  const span = { fromMs: 1000, untilMs: 4500 }
  const thresholds = ['min >=', 'max ==', 'p(50) ==', 'avg =='].map(expr =>
    thresholdOf('worker.busy{cluster:A}', `${expr} 100%`, span),
  )
  const plan = { ...smallPlan('too few clients'), thresholds }
  const { report } = await counted(busy(plan), 0)
  expect(report.thresholds.map(({ expr, passed, value }) => [expr, passed, value])).toEqual(
    thresholds.map(({ exprText }) => [exprText, true, 1]),
  )
})

/** Each worker has as much to do as it can, and there is no time between two tasks. */
function busy(plan: ScenarioPlan): ScenarioPlan {
  const service = { kind: 'constant', ms: 1000 / 7 } as const
  const clusters = Object.entries(plan.clusters).map(
    ([name, spec]) => [name, { ...spec, service, peers: [] }] as const,
  )
  return { ...plan, clusters: Object.fromEntries(clusters) }
}

/** When all are connected, and what is sent has the time to come in. */
const CALM = { from: 1000, until: 4000 }
const LATENCY_MS = 2

test('messages that links lost are those that left and never came', async () => {
  const { events, told, report } = await counted(smallPlan('links that lose'), 0)
  const passed = (socket: string, dir: string, span: Span) =>
    events.filter(isMessage).filter(each => {
      return each.socket === socket && each.dir === dir && isIn(span, each.t)
    })
  // Delegations have ids; of states, as many come as left.
  const never = (out: string, into: string) => {
    const came = passed(into, 'in', { from: 0, until: Number.POSITIVE_INFINITY })
    const ids = new Set(came.map(({ frames }) => frames[1]))
    return passed(out, 'out', CALM).filter(({ frames }) => !ids.has(frames[1])).length
  }
  const later = { from: CALM.from + LATENCY_MS, until: CALM.until + LATENCY_MS }
  const states = passed('statebe', 'out', CALM).length - passed('statefe', 'in', later).length
  const lost = [never('cloudbe', 'cloudfe'), never('cloudfe', 'cloudbe'), states]
  expect(countOf('linkLost', [...told.story.values()], CALM)).toBe(sum(lost))
  expect(Math.min(...lost)).toBeGreaterThan(0)
  expect(report.total.linkLost).toBe(countOf('linkLost', [...told.story.values()], told.measured))
})
