/** The section `faults`: each entry into a fault, in the order of their times. */

import type { Millis } from '../base/time.js'
import { FAULT_KINDS, FAULTS, type FaultKind } from './definition-faults.js'
import { sayMs } from './grammar.js'
import { describe, quoted, suggest } from './messages.js'
import { readDirections } from './read-links.js'
import type { ClusterSpec, Direction, Fault } from './scenario-plan.js'
import { isMap, type ScenarioReader } from './scenario-reader.js'
import type { Path } from './source.js'
import { ALL, countKilled } from './workers-killed.js'

/** A fault, and where the file has it. */
export interface PlacedFault {
  readonly fault: Fault
  readonly path: Path
  /** The key that it goes by. */
  readonly kind: FaultKind
}

/** @param endMs when the run ends, if that is known. */
export function readFaults(
  reading: ScenarioReader,
  said: unknown,
  clusters: ReadonlyMap<string, ClusterSpec>,
  endMs: number | undefined,
): PlacedFault[] {
  const items = reading.items(said, ['faults'], 'faults, such as { at: 10s, kill: DC1 }')
  const faults = items.flatMap((item, index): PlacedFault[] => {
    const path = ['faults', index]
    const kind = readKind(reading, item, path)
    const fault = kind && new FaultReader(reading, item, path, endMs).read(kind)
    return fault ? [{ fault, path, kind }] : []
  })
  faults.sort((a, b) => a.fault.atMs - b.fault.atMs)
  return countKilled(reading, faults, clusters)
}

function readKind(reading: ScenarioReader, said: unknown, path: Path): FaultKind | undefined {
  if (!isMap(said)) {
    reading.report(path, `Use a map for a fault, not ${describe(said)}`)
    return undefined
  }
  const keys = Object.keys(said)
  const [kind, second] = FAULT_KINDS.filter(word => keys.includes(word))
  if (kind && second) {
    const problem = `A fault is one thing, not ${kind} and ${second}: use an entry for each`
    reading.reportKey([...path, second], problem)
    return undefined
  }
  if (kind) return kind
  // What stands in its place, if anything does: it is likely to be the wrong word.
  const wrong = keys.find(key => !TIMES.has(key))
  const words = `use one of ${FAULT_KINDS.join(', ')}`
  if (wrong === undefined) reading.report(path, `It is not said what happens: ${words}`)
  else
    reading.reportKey(
      [...path, wrong],
      `Unknown fault ${quoted(wrong)}: ${suggest(wrong, FAULT_KINDS)}`,
    )
  return undefined
}

const TIMES: ReadonlySet<string> = new Set(
  FAULT_KINDS.flatMap(kind => Object.keys(FAULTS[kind].shape).filter(key => key !== kind)),
)

/** Reads one entry. */
class FaultReader {
  readonly #reading: ScenarioReader
  readonly #said: unknown
  readonly #path: Path
  readonly #endMs: number

  constructor(
    reading: ScenarioReader,
    said: unknown,
    path: Path,
    endMs = Number.POSITIVE_INFINITY,
  ) {
    this.#reading = reading
    this.#said = said
    this.#path = path
    this.#endMs = endMs
  }

  /** The fault, or undefined if there is not enough of it. */
  read(kind: FaultKind): Fault | undefined {
    switch (kind) {
      case 'kill': {
        const { at, kill, restart } = this.#fields(kind)
        return this.#onCluster(kind, kill, this.#span(at, 'restart', restart))
      }
      case 'pause': {
        const { at, pause, resume } = this.#fields(kind)
        return this.#onCluster(kind, pause, this.#span(at, 'resume', resume))
      }
      case 'kill-workers': {
        const { at, [kind]: name, count = ALL, restart } = this.#fields(kind)
        const killed = this.#onCluster(kind, name, this.#span(at, 'restart', restart))
        return killed && { ...killed, count }
      }
      case 'join': {
        const { at, join } = this.#fields(kind)
        return this.#onCluster(kind, join, this.#span(at))
      }
      case 'leave': {
        const { at, leave } = this.#fields(kind)
        return this.#onCluster(kind, leave, this.#span(at))
      }
      case 'partition': {
        const { at, partition: groups = [], heal } = this.#fields(kind)
        const span = this.#span(at, 'heal', heal)
        const seen = new Set<string>()
        for (const [index, group] of groups.entries()) this.#checkGroup(group, index, seen)
        return span && { kind, ...span, groups }
      }
      case 'slow':
        return this.#slow()
      case 'loss': {
        const { at, loss, probability = 0, until } = this.#fields(kind)
        const span = this.#span(at, 'until', until)
        const links = loss === undefined ? undefined : this.#links(kind, loss)
        return span && links && { kind, ...span, links, probability }
      }
    }
  }

  #onCluster<Kind extends FaultKind, Span extends object>(
    kind: Kind,
    cluster: string | undefined,
    span: Span | undefined,
  ) {
    if (cluster === undefined) return undefined
    const isKnown = this.#reading.areClusters([cluster], [...this.#path, kind])
    return isKnown && span ? { kind, ...span, cluster } : undefined
  }

  #checkGroup(group: readonly string[], index: number, seen: Set<string>): void {
    const path = [...this.#path, 'partition', index]
    if (group.length === 0) this.#reading.report(path, 'partition: a group is empty: leave it out')
    if (!this.#reading.areClusters(group, path)) return
    for (const [place, name] of group.entries()) {
      const problem = `partition: ${name} is there twice: a cluster is in one group at most`
      if (seen.has(name)) this.#reading.report([...path, place], problem)
      seen.add(name)
    }
  }

  #slow(): Fault | undefined {
    const { at, slow, factor, latency, until } = this.#fields('slow')
    const span = this.#span(at, 'until', until)
    const isOfCluster = slow !== undefined && this.#reading.isCluster(slow)
    this.#checkSlow(isOfCluster, factor !== undefined, latency !== undefined)
    if (slow === undefined || !span) return undefined
    if (isOfCluster) return { kind: 'slow', ...span, cluster: slow, factor: factor ?? 1 }
    const links = this.#links('slow', slow)
    const change = latency === undefined ? { factor: factor ?? 1 } : { latency }
    return links && { kind: 'slow-links', ...span, links, change }
  }

  #checkSlow(isOfCluster: boolean, hasFactor: boolean, hasLatency: boolean): void {
    const said: object = isMap(this.#said) ? this.#said : {}
    // A value that could not be read has been reported.
    if ((!hasFactor && 'factor' in said) || (!hasLatency && 'latency' in said)) return
    if (isOfCluster && hasLatency) {
      const problem = 'latency: a cluster has none: use factor, or name a link such as DC1-DC2'
      this.#reading.reportKey([...this.#path, 'latency'], problem)
    } else if (hasFactor && hasLatency) {
      const problem = 'latency: there is a factor as well: use one of the two'
      this.#reading.reportKey([...this.#path, 'latency'], problem)
    } else if (!hasFactor && !hasLatency) {
      const words = isOfCluster ? 'use factor: 5' : 'use factor: 5 or latency: 100ms'
      this.#reading.report(this.#path, `It is not said how slow: ${words}`)
    }
  }

  #fields<Name extends FaultKind>(kind: Name) {
    return this.#reading.fields(FAULTS[kind], this.#said, this.#path, `the fault ${kind}`)
  }

  /** When it begins and ends; undefined if that it begins is not within the run. */
  #span<Key extends string>(atMs: Millis | undefined, key?: Key, endMs?: Millis) {
    const isWithin = atMs !== undefined && atMs < this.#endMs
    if (atMs !== undefined && !isWithin) {
      const end = `the end of the run at ${sayMs(this.#endMs)}`
      const problem = `at: ${sayMs(atMs)} is ${atMs > this.#endMs ? 'after' : 'at'} ${end}`
      this.#reading.report([...this.#path, 'at'], problem)
    }
    const ends: { [Name in `${Key}Ms`]?: Millis } = {}
    if (key !== undefined && endMs !== undefined) {
      ends[`${key}Ms`] = this.#end(key, endMs, isWithin ? atMs : undefined)
    }
    return isWithin ? { atMs, ...ends } : undefined
  }

  /** When it is mended. What is too early is taken to be in time, so that it is told of once. */
  #end(key: string, endMs: Millis, atMs: Millis | undefined): Millis {
    const path = [...this.#path, key]
    if (!this.#reading.isInTime(path, endMs, this.#endMs)) return endMs
    if (atMs === undefined || endMs > atMs) return endMs
    const begin = `the fault itself at ${sayMs(atMs)}`
    this.#reading.report(path, `${key}: ${sayMs(endMs)} is not after ${begin}`)
    return atMs + 1
  }

  #links(key: string, name: string): readonly Direction[] | undefined {
    return readDirections(this.#reading, name, key, [...this.#path, key])
  }
}
