/**
 * A second reading of what happened, from a trace alone, and the simplest that there is: by it the
 * program's own figures are checked, with which it shares nothing.
 */

import { isMessage, type MessageEvent, type TraceEvent } from '../../src/trace/trace.js'
import { BrokerReader } from './brokers.js'
import { ClientReader } from './clients.js'
import { Happenings } from './happenings.js'
import { WorkerReader } from './workers.js'

/** By cluster, of all that there are. */
export type Story = ReadonlyMap<string, Happenings>

export function readStory(events: readonly TraceEvent[], names: readonly string[]): Story {
  const story = new Map(names.map(name => [name, new Happenings(name)]))
  const brokers = new Map(
    [...story].map(([name, each]) => [name, new BrokerReader(each, other => story.has(other))]),
  )
  const clients = new ClientReader(story)
  const workers = new WorkerReader(story, clients)
  for (const event of events) {
    const { t, at } = event
    if (isMessage(event)) {
      if (event.socket !== 'req') brokers.get(at)?.message(event)
      else if (isOfWorker(event)) workers.message(event)
      else clients.message(event)
    } else if (event.fact === 'start') {
      story.get(at)?.there.set(t, 1)
    } else if (event.fact === 'end') {
      for (const reader of [brokers.get(at), clients, workers]) reader?.end(t, at)
      story.get(at)?.there.set(t, 0)
    } else {
      for (const reader of [brokers.get(at), clients, workers]) reader?.fact(event)
    }
  }
  return story
}

function isOfWorker({ at }: MessageEvent): boolean {
  return /-w\d/.test(at)
}
