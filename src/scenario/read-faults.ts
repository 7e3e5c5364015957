/** The section `faults`: each entry into a fault, in the order of their times. */

import { FAULT_KINDS, FAULTS, type FaultKind } from './definition-faults.js'
import { sayMs } from './grammar.js'
import { readDirections } from './read-links.js'
import { isMap, type Reading } from './reading.js'
import type { ClusterSpec, Direction, Fault } from './scenario-plan.js'
import type { Path } from './source.js'
import { advice, quoted, shown } from './wording.js'
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
  reading: Reading,
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

function readKind(reading: Reading, said: unknown, path: Path): FaultKind | undefined {
  if (!isMap(said)) {
    reading.report(path, `Use a map for a fault, not ${shown(said)}`)
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
      `Unknown fault ${quoted(wrong)}: ${advice(wrong, FAULT_KINDS)}`,
    )
  return undefined
}

const TIMES: ReadonlySet<string> = new Set(
  FAULT_KINDS.flatMap(kind => Object.keys(FAULTS[kind].shape).filter(key => key !== kind)),
)

/** Reads one entry. */
class FaultReader {
  readonly #reading: Reading
  readonly #said: unknown
  readonly #path: Path
  readonly #endMs: number

  constructor(reading: Reading, said: unknown, path: Path, endMs = Number.POSITIVE_INFINITY) {
    this.#reading = reading
    this.#said = said
    this.#path = path
    this.#endMs = endMs
  }

  /** The fault, or undefined if there is not enough of it. */
  read(kind: FaultKind): Fault | undefined {
    switch (kind) {
      case 'kill':
        return this.#kill()
      case 'pause':
        return this.#pause()
      case 'partition':
        return this.#partition()
      case 'slow':
        return this.#slow()
      case 'loss':
        return this.#loss()
      case 'kill-workers':
        return this.#killWorkers()
      case 'join':
      case 'leave':
        return this.#joinOrLeave(kind)
    }
  }

  #kill(): Fault | undefined {
    const { at, kill, restart } = this.#fields('kill')
    const atMs = this.#begin(at)
    const restartMs = this.#end('restart', restart, atMs)
    const cluster = this.#cluster('kill', kill)
    if (atMs === undefined || cluster === undefined) return undefined
    return { kind: 'kill', atMs, cluster, ...(restartMs === undefined ? {} : { restartMs }) }
  }

  #pause(): Fault | undefined {
    const { at, pause, resume } = this.#fields('pause')
    const atMs = this.#begin(at)
    const resumeMs = this.#end('resume', resume, atMs)
    const cluster = this.#cluster('pause', pause)
    if (atMs === undefined || cluster === undefined) return undefined
    return { kind: 'pause', atMs, cluster, ...(resumeMs === undefined ? {} : { resumeMs }) }
  }

  #partition(): Fault | undefined {
    const { at, partition: groups = [], heal } = this.#fields('partition')
    const atMs = this.#begin(at)
    const healMs = this.#end('heal', heal, atMs)
    const seen = new Set<string>()
    for (const [index, group] of groups.entries()) this.#checkGroup(group, index, seen)
    if (atMs === undefined) return undefined
    return { kind: 'partition', atMs, groups, ...(healMs === undefined ? {} : { healMs }) }
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
    const atMs = this.#begin(at)
    const untilMs = this.#end('until', until, atMs)
    const isOfCluster = slow !== undefined && this.#reading.isCluster(slow)
    this.#checkSlow(isOfCluster, factor !== undefined, latency !== undefined)
    if (slow === undefined || atMs === undefined) return undefined
    const ends = untilMs === undefined ? {} : { untilMs }
    if (isOfCluster) return { kind: 'slow', atMs, cluster: slow, factor: factor ?? 1, ...ends }
    const links = this.#links('slow', slow)
    const change = latency === undefined ? { factor: factor ?? 1 } : { latency }
    return links && { kind: 'slow-links', atMs, links, change, ...ends }
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

  #loss(): Fault | undefined {
    const { at, loss, probability = 0, until } = this.#fields('loss')
    const atMs = this.#begin(at)
    const untilMs = this.#end('until', until, atMs)
    const links = loss === undefined ? undefined : this.#links('loss', loss)
    if (atMs === undefined || links === undefined) return undefined
    const ends = untilMs === undefined ? {} : { untilMs }
    return { kind: 'loss', atMs, links, probability, ...ends }
  }

  #killWorkers(): Fault | undefined {
    const { at, 'kill-workers': name, count, restart } = this.#fields('kill-workers')
    const atMs = this.#begin(at)
    const restartMs = this.#end('restart', restart, atMs)
    const cluster = this.#cluster('kill-workers', name)
    if (atMs === undefined || cluster === undefined) return undefined
    const ends = restartMs === undefined ? {} : { restartMs }
    return { kind: 'kill-workers', atMs, cluster, count: count ?? ALL, ...ends }
  }

  #joinOrLeave(kind: 'join' | 'leave'): Fault | undefined {
    const { at, ...names } = kind === 'join' ? this.#fields('join') : this.#fields('leave')
    const atMs = this.#begin(at)
    const cluster = this.#cluster(kind, Object.values(names)[0])
    return atMs === undefined || cluster === undefined ? undefined : { kind, atMs, cluster }
  }

  #fields<Name extends FaultKind>(kind: Name) {
    return this.#reading.fields(FAULTS[kind], this.#said, this.#path, `the fault ${kind}`)
  }

  /** When it happens, if that is within the run. */
  #begin(atMs: number | undefined): number | undefined {
    if (atMs === undefined || atMs < this.#endMs) return atMs
    const end = `the end of the run at ${sayMs(this.#endMs)}`
    const problem = `at: ${sayMs(atMs)} is ${atMs > this.#endMs ? 'after' : 'at'} ${end}`
    this.#reading.report([...this.#path, 'at'], problem)
    return undefined
  }

  /** When it is mended. What is too early is taken to be in time, so that it is told of once. */
  #end(key: string, endMs: number | undefined, atMs: number | undefined): number | undefined {
    if (endMs === undefined) return undefined
    const path = [...this.#path, key]
    if (endMs > this.#endMs) {
      const end = `the end of the run at ${sayMs(this.#endMs)}`
      this.#reading.report(path, `${key}: ${sayMs(endMs)} is after ${end}`)
    } else if (atMs !== undefined && endMs <= atMs) {
      const begin = `the fault itself at ${sayMs(atMs)}`
      this.#reading.report(path, `${key}: ${sayMs(endMs)} is not after ${begin}`)
      return atMs + 1
    }
    return endMs
  }

  #cluster(key: string, name: string | undefined): string | undefined {
    if (name === undefined) return undefined
    return this.#reading.areClusters([name], [...this.#path, key]) ? name : undefined
  }

  #links(key: string, name: string): readonly Direction[] | undefined {
    return readDirections(this.#reading, name, key, [...this.#path, key])
  }
}
