/** The section `load`: each entry into a load for each of its clusters. */

import { z } from 'zod'
import type { Load } from '../client/load.js'
import type { Stage } from '../client/ramp.js'
import type { ArrivalFormat } from './arrivals.js'
import { COMMON, EXECUTOR_NAMES, EXECUTORS, type Executor, HOLD, RAMP } from './definition-loads.js'
import { COUNT_MAX } from './fields.js'
import { isOneOf, sayMs } from './grammar.js'
import { describe, expecting, quoted, suggest } from './messages.js'
import type { LoadSpec } from './scenario-plan.js'
import { type Fields, isMap, type ScenarioReader } from './scenario-reader.js'
import type { Path } from './source.js'

/**
 * The loads of each entry: one for each of its clusters.
 *
 * @param endMs when the run ends, if that is known.
 */
export function readLoads(
  reading: ScenarioReader,
  said: unknown,
  endMs: number | undefined,
): LoadSpec[][] {
  const items = reading.items(said, ['load'], 'loads, such as { at: DC1, executor: guide }')
  const loads = items.map((item, index) => readLoad(reading, item, ['load', index], endMs))
  checkClients(reading, loads)
  return loads
}

function readLoad(reading: ScenarioReader, said: unknown, path: Path, endMs?: number): LoadSpec[] {
  if (!isMap(said)) {
    reading.report(path, `Use a map for a load, not ${describe(said)}`)
    return []
  }
  const name = readName(reading, said, path)
  // Where the executor is unknown, so is what its keys should be.
  const own = name === undefined ? 'any' : ['executor', ...Object.keys(EXECUTORS[name].shape)]
  const common = reading.fields(COMMON, said, path, `a load of executor ${name}`, own)
  const { load, replay } = readExecutor(reading, name ?? 'guide', said, path)
  const { fromMs, untilMs } = readWindow(reading, common, path, endMs ?? Number.POSITIVE_INFINITY)
  checkStages(reading, load, untilMs - fromMs, path)
  const clusters = common.at ?? []
  checkClusters(reading, clusters, [...path, 'at'])
  const failover = readFailover(reading, common, clusters, path)
  const spec = {
    clients: common.clients,
    load,
    ...replay,
    ...(failover && { failover }),
    timeoutMs: common.timeout,
    retries: common.retries,
    bodyBytes: common.body,
    sockets: common.sockets,
    fromMs,
    untilMs,
  }
  return clusters.map(at => ({ at, ...spec }))
}

function readFailover(
  reading: ScenarioReader,
  { failover: to, failoverAfter: afterMs }: Fields<typeof COMMON>,
  clusters: readonly string[],
  path: Path,
): LoadSpec['failover'] {
  if (!to) {
    const problem = 'failoverAfter: it is not said where to: add failover: DC2'
    if (reading.says([...path, 'failoverAfter']))
      reading.reportKey([...path, 'failoverAfter'], problem)
    return undefined
  }
  reading.areClusters(to, [...path, 'failover'])
  const same = to.find(name => clusters.length === 1 && clusters.includes(name))
  const problem = `failover: ${same} is the cluster of the load itself: name another`
  if (same !== undefined) reading.report([...path, 'failover'], problem)
  return { to, afterMs }
}

function readName(
  reading: ScenarioReader,
  said: Readonly<Record<string, unknown>>,
  path: Path,
): Executor | undefined {
  const name = Object.hasOwn(said, 'executor') ? said.executor : undefined
  const words = `use one of ${EXECUTOR_NAMES.join(', ')}`
  if (typeof name === 'string') {
    if (isOneOf(name, EXECUTOR_NAMES)) return name
    const wrong = `executor: ${quoted(name)} is unknown: ${suggest(name, EXECUTOR_NAMES)}`
    reading.report([...path, 'executor'], wrong)
  } else if (name === undefined) {
    reading.report(path, `The key "executor" is missing: ${words}`)
  } else {
    reading.report([...path, 'executor'], `executor: ${words}, not ${describe(name)}`)
  }
  return undefined
}

function readExecutor(
  reading: ScenarioReader,
  name: Executor,
  said: unknown,
  path: Path,
): { load: Load; replay?: { file: string; format: ArrivalFormat } } {
  const what = `a load of executor ${name}`
  switch (name) {
    case 'guide':
      return { load: { kind: name } }
    case 'closed': {
      const { think } = reading.fields(EXECUTORS.closed, said, path, what, 'any')
      return { load: { kind: name, think: think ?? { kind: 'constant', ms: 0 } } }
    }
    case 'rate': {
      const fields = reading.fields(EXECUTORS.rate, said, path, what, 'any')
      const { rate: perSecond = 1, arrivals } = fields
      return { load: { kind: name, perSecond, arrivals } }
    }
    case 'ramping-rate': {
      const fields = reading.fields(RAMPING, said, path, what, 'any')
      const { start, arrivals } = fields
      const stages = readStages(reading, fields.stages, [...path, 'stages'], start)
      return { load: { kind: name, stages, arrivals } }
    }
    case 'replay': {
      const { file, ...format } = reading.fields(EXECUTORS.replay, said, path, what, 'any')
      const load: Load = { kind: name, atMs: [] }
      return file === undefined ? { load } : { load, replay: { file, format } }
    }
  }
}

const STAGE_LIST = 'use a list of stages, such as { to: 60/s, over: 30s }'

/** Stages are read one by one, so that each of their problems is told. */
const RAMPING = EXECUTORS['ramping-rate'].extend({
  stages: z.array(z.unknown(), expecting(STAGE_LIST)),
})

function readStages(
  reading: ScenarioReader,
  items: readonly unknown[] | undefined,
  path: Path,
  startPerSecond: number,
): Stage[] {
  if (items?.length === 0) reading.report(path, `stages: there is none: ${STAGE_LIST}`)
  let fromPerSecond = startPerSecond
  return (items ?? []).map((item, index) => {
    const { toPerSecond = fromPerSecond, overMs = 0 } = readStage(reading, item, [...path, index])
    const stage = { fromPerSecond, toPerSecond, overMs }
    fromPerSecond = toPerSecond
    return stage
  })
}

function readStage(
  reading: ScenarioReader,
  said: unknown,
  path: Path,
): { toPerSecond?: number | undefined; overMs?: number | undefined } {
  if (isMap(said) && Object.hasOwn(said, 'hold')) {
    return { overMs: reading.fields(HOLD, said, path, 'a stage that holds').hold }
  }
  const { to, over } = reading.fields(RAMP, said, path, 'a stage', ['hold'])
  // A rate that could not be read is not none.
  return { toPerSecond: to ?? 1, overMs: over }
}

function readWindow(
  reading: ScenarioReader,
  { from: fromMs, until }: Fields<typeof COMMON>,
  path: Path,
  endMs: number,
): { fromMs: number; untilMs: number } {
  const untilMs = until ?? endMs
  const isInTime = reading.isInTime([...path, 'until'], untilMs, endMs)
  if (isInTime && fromMs >= untilMs) {
    const end = until === undefined ? 'the end of the run' : 'the end of the load'
    const problem = `from: ${sayMs(fromMs)} is not before ${end} at ${sayMs(untilMs)}`
    reading.report([...path, 'from'], problem)
  }
  return { fromMs, untilMs }
}

function checkStages(reading: ScenarioReader, load: Load, spanMs: number, path: Path): void {
  if (load.kind !== 'ramping-rate' || load.stages.length === 0 || !(spanMs > 0)) return
  const sumMs = load.stages.reduce((sum, { overMs }) => sum + overMs, 0)
  // Sums of fractions are not exact.
  if (sumMs > spanMs + 1e-6) {
    const problem = `stages: they last ${sayMs(sumMs)}, and the load only ${sayMs(spanMs)}`
    reading.report([...path, 'stages'], problem)
  } else if (
    load.stages.every(({ fromPerSecond, toPerSecond }) => fromPerSecond + toPerSecond === 0)
  ) {
    reading.report([...path, 'stages'], 'stages: no task ever arrives: use a rate above 0')
  }
}

function checkClusters(reading: ScenarioReader, clusters: readonly string[], path: Path): void {
  if (!reading.areClusters(clusters, path)) return
  const twice = clusters.findIndex((name, index) => clusters.indexOf(name) !== index)
  if (twice < 0) return
  reading.report([...path, twice], `at: ${clusters[twice]} is listed twice: name each cluster once`)
}

function checkClients(reading: ScenarioReader, loads: readonly (readonly LoadSpec[])[]): void {
  const sums = new Map<string, number>()
  for (const [index, specs] of loads.entries()) {
    for (const { at, clients } of specs) {
      const sum = (sums.get(at) ?? 0) + clients
      sums.set(at, sum)
      if (sum <= COUNT_MAX) continue
      const problem = `clients: ${at} has ${sum} in all: use at most ${COUNT_MAX} for a cluster`
      reading.report(['load', index, 'clients'], problem)
    }
  }
}
