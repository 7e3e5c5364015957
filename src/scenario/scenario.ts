/** Scenario files: their text, YAML or JSON, into a plan; or all that is wrong with it. */

import type { Millis } from '../base/time.js'
import { HEAD, SECTION_NAMES } from './definition.js'
import { withFailover } from './failover.js'
import { checkOverlaps, checkTimeline } from './fault-timeline.js'
import { sayMs } from './grammar.js'
import { describe } from './messages.js'
import { parsePolicy } from './parse-policy.js'
import { readAttacks } from './read-attacks.js'
import { readClusters } from './read-clusters.js'
import { readExpect } from './read-expect.js'
import { type PlacedFault, readFaults } from './read-faults.js'
import { readLinks } from './read-links.js'
import { readLoads } from './read-loads.js'
import { readThresholds } from './read-thresholds.js'
import { type Problem, ScenarioError } from './scenario-error.js'
import type { ClusterSpec, ScenarioPlan } from './scenario-plan.js'
import { isMap, ScenarioReader } from './scenario-reader.js'
import { withSettings } from './settings.js'
import { type Path, parseSource, type Source, sourceOf } from './source.js'
import type { Variables } from './variables.js'

/** What may be said in place of what a file says. */
export interface Said {
  readonly seed?: number | undefined
  readonly durationMs?: Millis | undefined
  /** Of all brokers. */
  readonly policy?: ClusterSpec['policy'] | undefined
  /** At paths of the file: `clusters.DC1.workers=4`. */
  readonly settings?: readonly string[] | undefined
  /** What `${NAME}` in the file stands for; none is set, unless it is said here. */
  readonly variables?: Variables | undefined
}

/** A plan, and what it was made of, so that a result can tell what it is the result of. */
export interface PlannedScenario {
  readonly plan: ScenarioPlan
  /** Where a file that it needs, as its plan has it, is named; undefined for one of an option. */
  readonly placeOfFile: (file: string) => Omit<Problem, 'message'> | undefined
  /** The text of the file, with the values of variables in it. */
  readonly text: string
}

/**
 * The plan of a scenario. No file is read: see `withArrivals` and `withPolicies` for those that it
 * names.
 *
 * @param fileName what problems are told of, and what policies are found beside; it also names a
 * scenario that has no name.
 * @param said in place of the file's own.
 * @throws ScenarioError with all that is wrong, each with line and column.
 */
export function readScenario(text: string, fileName: string, said: Said = {}): ScenarioPlan {
  return planScenario(text, fileName, said).plan
}

/** The same, with what it was made of. */
export function planScenario(text: string, fileName: string, said: Said): PlannedScenario {
  const { settings = [], variables } = said
  const parsed = parseSource(text, variables)
  const source = isMap(parsed.value) ? withSettings(parsed, settings) : parsed
  return planOfSource(source, fileName, said)
}

/** The same of what the text would be parsed to: takes a fraction of the time, and has no lines. */
export function planOfValue(value: unknown, fileName: string): ScenarioPlan {
  return planOfSource(sourceOf(value), fileName, {}).plan
}

function planOfSource(source: Source, fileName: string, said: Said): PlannedScenario {
  const file = source.value
  if (file === undefined) throw new ScenarioError(fileName, source.problems)
  if (!isMap(file)) {
    const is = file === null ? 'empty' : describe(file)
    const message = `The file is ${is}: use keys such as version, duration and clusters`
    throw new ScenarioError(fileName, [...source.problems, { line: 1, col: 1, message }])
  }
  const { clusters } = file
  const reading = new ScenarioReader(source, isMap(clusters) ? Object.keys(clusters) : [])
  const plan = readPlan(reading, file, fileName, said)
  const problems = [...source.problems, ...reading.problems]
  if (problems.length > 0) throw new ScenarioError(fileName, problems, reading.more)
  const placeOfFile = (wanted: string) => {
    const path = pathOfFile(file, wanted, directoryOf(fileName))
    return path && source.placeOf(path)
  }
  return { plan, text: source.text, placeOfFile }
}

/** As good a plan as can be made of the file; what is missing has been reported. */
function readPlan(
  reading: ScenarioReader,
  file: Readonly<Record<string, unknown>>,
  fileName: string,
  said: Said,
): ScenarioPlan {
  const head = reading.fields(HEAD, file, [], 'a scenario', SECTION_NAMES)
  const { duration = Number.POSITIVE_INFINITY, warmup: warmupMs } = head
  const endMs = said.durationMs ?? duration
  if (warmupMs >= endMs) {
    const problem = `warmup: ${sayMs(warmupMs)} is not before the end of the run at ${sayMs(endMs)}`
    reading.report(['warmup'], problem)
  }
  const policyOf = (word: string) => said.policy ?? parsePolicy(word, directoryOf(fileName))
  const clusters = readClusters(reading, file.clusters, file.broker, policyOf)
  const loads = readLoads(reading, file.load, endMs)
  const faults = readFaults(reading, file.faults, clusters, endMs)
  checkOverlaps(reading, faults)
  const attacks = readAttacks(reading, file.attacks, endMs)
  const thresholds = readThresholds(reading, file.thresholds, { warmupMs, endMs, faults })
  const timeline = {
    clusters: withJoins(reading, clusters, faults),
    faults: faults.map(({ fault }) => fault),
  }
  const plan = {
    name: head.name ?? baseName(fileName),
    seed: said.seed ?? head.seed,
    durationMs: endMs,
    warmupMs,
    ...timeline,
    ...(attacks.length > 0 && { attacks }),
    links: readLinks(reading, file.links),
    loads: withFailover(loads.flat(), timeline),
    thresholds,
  }
  const expect = readExpect(reading, file.expect, plan, loads)
  return expect ? { ...plan, expect } : plan
}

function withJoins(
  reading: ScenarioReader,
  clusters: ReadonlyMap<string, ClusterSpec>,
  faults: readonly PlacedFault[],
): Record<string, ClusterSpec> {
  const later = checkTimeline(reading, faults)
  return Object.fromEntries(
    [...clusters].map(([name, spec]) => [name, { ...spec, joinsLater: later.has(name) }]),
  )
}

/** Where a file is named: as a policy, or as arrivals. */
function pathOfFile(
  file: Readonly<Record<string, unknown>>,
  wanted: string,
  directory: string,
): Path | undefined {
  const { clusters, broker, load } = file
  const isNamedBy = (said: unknown) => {
    if (!isMap(said) || typeof said.policy !== 'string') return false
    const policy = parsePolicy(said.policy, directory)
    return typeof policy !== 'string' && policy.file === wanted
  }
  const index = Array.isArray(load)
    ? load.findIndex(item => isMap(item) && item.file === wanted)
    : -1
  if (index >= 0) return ['load', index, 'file']
  if (isNamedBy(broker)) return ['broker', 'policy']
  const [name] =
    Object.entries(isMap(clusters) ? clusters : {}).find(([, of]) => isNamedBy(of)) ?? []
  return name === undefined ? undefined : ['clusters', name, 'policy']
}

/** With the slash at its end; empty for where we are. */
function directoryOf(fileName: string): string {
  return fileName.replace(/[^/]*$/, '')
}

function baseName(fileName: string): string {
  const name = fileName.split(/[/\\]/).at(-1) ?? ''
  return name.replace(/\.(?:ya?ml|json)$/, '') || 'scenario'
}
