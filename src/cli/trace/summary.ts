/** What is in a trace, in a few lines, and what can be asked of it. */

import type { TaskSeen } from '../../trace/tasks.js'
import { isMessage, type TraceEvent } from '../../trace/trace.js'
import { clusterOf } from '../../wire/names.js'
import { counted, grouped, listed, shortTime } from '../output/format.js'

export function summaryLines(
  path: string,
  events: readonly TraceEvent[],
  tasks: ReadonlyMap<string, TaskSeen>,
): string[] {
  const messages = events.filter(isMessage)
  const names = [...new Set(messages.map(({ at }) => at))]
  const brokers = names.filter(name => clusterOf(name) === '').sort()
  const members = names.length - brokers.length
  const delegated = [...tasks.values()].filter(({ isDelegated }) => isDelegated).length
  const faults = events.flatMap(event =>
    !isMessage(event) && event.at === 'cloud' ? [`${event.about} at ${shortTime(event.t)}`] : [],
  )
  const [first, last] = [events[0]?.t ?? 0, events.at(-1)?.t ?? 0].map(shortTime)
  return [
    `${path}: ${counted(messages.length, 'message')} from ${first} to ${last}`,
    ...listed('clusters', brokers, 100),
    members > 0
      ? `clients and workers: ${grouped(members)}`
      : 'clients and workers: none was watched, only brokers',
    `tasks: ${grouped(tasks.size)}, of which ${grouped(delegated)} were delegated`,
    ...(faults.length > 0 ? listed('faults', faults, 100) : []),
  ]
}

/** @param example a task that is in it. */
export function adviceLines(
  path: string,
  example: string | undefined,
  events: readonly TraceEvent[],
): string[] {
  const seconds = Math.floor((events[0]?.t ?? 0) / 1000)
  return [
    'Ask for more of it:',
    ...(example === undefined
      ? []
      : [
          `  peering trace ${path} --task '${example}' --diagram`,
          `  peering trace ${path} --task '${example}' --svg way.svg`,
        ]),
    `  peering trace ${path} --from ${seconds}s --until ${seconds + 1}s --socket cloudbe`,
  ]
}
