/** A short measurement of this machine: what a hop takes, and how late a timer is. */

import { readScenario } from 'peering'
import { runLive } from './live.mjs'

/** Medians at low load: one client, which thinks long enough for all else to be idle. */
export async function measureMachine(dir) {
  const localMs = await roundTripMs({ DC1: { workers: 1, service: '0s' } }, dir)
  const peer = { DC1: { workers: 0 }, DC2: { workers: 1, service: '0s' } }
  const peerMs = await roundTripMs(peer, dir)
  const workedMs = await roundTripMs({ DC1: { workers: 1, service: `${SERVICE_MS}ms` } }, dir)
  return {
    localMs,
    peerMs,
    // To the broker, to the worker, and both ways back.
    hopMs: localMs / 4,
    // A delegated task has two hops more.
    peerHopMs: Math.max(0, peerMs - localMs) / 2,
    timerMs: Math.max(0, workedMs - SERVICE_MS - localMs),
  }
}

const SERVICE_MS = 20

async function roundTripMs(clusters, dir) {
  const scenario = {
    version: 1,
    duration: '3s',
    warmup: '1s',
    clusters,
    load: [{ at: 'DC1', executor: 'closed', clients: 1, think: '10ms' }],
  }
  const { total } = await runLive(readScenario(JSON.stringify(scenario), 'machine'), dir)
  if (total.done === 0) throw new Error('no task came back: is the machine too busy?')
  return total.latencyMs.p50
}
