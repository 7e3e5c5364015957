/** Whether faults can follow each other as a file has them: what ended cannot end again. */

import type { Millis } from '../base/time.js'
import { sayMs } from './grammar.js'
import type { PlacedFault } from './read-faults.js'
import type { ScenarioReader } from './scenario-reader.js'
import type { Path } from './source.js'

/** What happens to one cluster, in time. */
interface Happening {
  readonly atMs: Millis
  readonly what: What
  /** Where the file says so. */
  readonly path: Path
}

type What = 'kill' | 'restart' | 'pause' | 'resume' | 'kill-workers' | 'slow' | 'join' | 'leave'

/** How a cluster is, after what. */
type State = 'runs' | 'was killed' | 'left' | 'was paused' | 'joins only later'

const BEFORE: Readonly<Record<What, readonly State[]>> = {
  kill: ['runs'],
  restart: ['was killed'],
  pause: ['runs'],
  resume: ['was paused'],
  'kill-workers': ['runs'],
  slow: ['runs'],
  join: ['was killed', 'left', 'joins only later'],
  leave: ['runs'],
}

const AFTER: Readonly<Partial<Record<What, State>>> = {
  kill: 'was killed',
  restart: 'runs',
  pause: 'was paused',
  resume: 'runs',
  join: 'runs',
  leave: 'left',
}

/** Notes each fault on a cluster that is not there for it; gives the clusters that join later. */
export function checkTimeline(
  reading: ScenarioReader,
  faults: readonly PlacedFault[],
): Set<string> {
  const joinsLater = new Set<string>()
  for (const [cluster, happenings] of byCluster(faults)) {
    let state: State = 'runs'
    let sinceMs: Millis = 0
    if (happenings[0]?.what === 'join') {
      joinsLater.add(cluster)
      state = 'joins only later'
    }
    for (const { atMs, what, path } of happenings) {
      if (!BEFORE[what].includes(state)) {
        const since = state === 'was killed' || state === 'left' || state === 'was paused'
        const how = since ? `${state} at ${sayMs(sinceMs)}` : state === 'runs' ? 'runs then' : state
        reading.report(path, `${what}: at ${sayMs(atMs)} it cannot be, as ${cluster} ${how}`)
        continue
      }
      const after = AFTER[what]
      if (after === undefined) continue
      state = after
      sinceMs = atMs
    }
  }
  return joinsLater
}

/** Notes each `slow` and `loss` of what is slow, or lossy, already: whose end would end which? */
export function checkOverlaps(reading: ScenarioReader, faults: readonly PlacedFault[]): void {
  const until = new Map<string, Millis>()
  for (const { fault, path, kind } of faults) {
    if (fault.kind !== 'slow' && fault.kind !== 'slow-links' && fault.kind !== 'loss') continue
    const targets =
      fault.kind === 'slow' ? [fault.cluster] : fault.links.map(({ from, to }) => `${from}>${to}`)
    const before = targets.find(target => fault.atMs < (until.get(`${kind} ${target}`) ?? 0))
    if (before !== undefined) {
      const problem = `another is on ${before} at ${sayMs(fault.atMs)}: let that end before`
      reading.report([...path, kind], `${kind}: ${problem}`)
    }
    for (const target of targets) {
      until.set(`${kind} ${target}`, fault.untilMs ?? Number.POSITIVE_INFINITY)
    }
  }
}

function byCluster(faults: readonly PlacedFault[]): Map<string, Happening[]> {
  const clusters = new Map<string, Happening[]>()
  // Ends come before what begins at the same time.
  const all = faults.flatMap(placed => happeningsOf(placed))
  const ordered = all.sort(
    (a, b) => a.atMs - b.atMs || Number(isEnd(b.what)) - Number(isEnd(a.what)),
  )
  for (const { cluster, ...happening } of ordered) {
    const list = clusters.get(cluster) ?? []
    list.push(happening)
    clusters.set(cluster, list)
  }
  return clusters
}

const isEnd = (what: What) => what === 'restart' || what === 'resume'

function happeningsOf({ fault, path }: PlacedFault): (Happening & { cluster: string })[] {
  switch (fault.kind) {
    case 'partition':
    case 'slow-links':
    case 'loss':
      return []
    case 'kill':
    case 'pause': {
      const { kind: what, cluster, atMs } = fault
      const begin = { cluster, atMs, what, path: [...path, what] }
      const end = fault.kind === 'kill' ? 'restart' : 'resume'
      const endMs = fault.kind === 'kill' ? fault.restartMs : fault.resumeMs
      if (endMs === undefined) return [begin]
      return [begin, { cluster, atMs: endMs, what: end, path: [...path, end] }]
    }
    default: {
      const { kind: what, cluster, atMs } = fault
      return [{ cluster, atMs, what, path: [...path, what] }]
    }
  }
}
