/** A short measurement of this machine: what a hop takes, and how late a timer is. */

import { readScenario } from 'peering'
import { runLive } from './live.mjs'

/** Long enough for a peer to hear, after each task, that the worker is free again. */
const WORK_MS = 20

/** Medians at low load: one client, which thinks long enough for all else to be idle. */
export async function measureMachine() {
  const worker = { workers: 1, service: `${WORK_MS}ms` }
  const roundTrip = await roundTripMs({ DC1: { ...worker, service: '0s' } })
  const local = await roundTripMs({ DC1: worker })
  const byPeer = await roundTripMs({ DC1: { workers: 0 }, DC2: worker })
  return {
    // To the broker, to the worker, and both ways back.
    hopMs: roundTrip / 4,
    // A delegated task has two hops more.
    peerHopMs: Math.max(0, byPeer - local) / 2,
    timerMs: Math.max(0, local - WORK_MS - roundTrip),
  }
}

async function roundTripMs(clusters) {
  const scenario = {
    version: 1,
    duration: '3s',
    warmup: '1s',
    clusters,
    load: [{ at: 'DC1', executor: 'closed', clients: 1, think: '10ms' }],
  }
  const { total } = await runLive(readScenario(JSON.stringify(scenario), 'machine'))
  if (total.done === 0) throw new Error('no task came back: is the machine too busy?')
  return total.latencyMs.p50
}
