/** What the tests of the contract share: how they come by a cloud, and what they say of it. */

import { test } from 'vitest'
import type { ClusterStatus, PeerStatus } from '../../src/report/cluster-record.js'
import { ContractCloud, type NewDrive, type Sections } from './cloud.js'

/** A test that may have clouds; none of them outlives it. */
export type CloudTest = ReturnType<typeof cloudTestOf>

export function cloudTestOf(newDrive: NewDrive) {
  return test.extend('cloudOf', ({ onTestFinished }) => {
    return (sections: Sections): ContractCloud => {
      const cloud = new ContractCloud({ broker: TALKATIVE, ...sections }, newDrive)
      onTestFinished(() => cloud.end())
      return cloud
    }
  })
}

/** Brokers that speak often, and are believed for longer than a busy machine is silent. */
const TALKATIVE = { heartbeat: '200ms', stateTtl: '5s' }

/** Brokers that speak only when there is something to say. */
export const LACONIC = { heartbeat: '60s', stateTtl: '0s' }

/** Nothing went wrong on the way. */
export const UNHARMED = { lost: 0, retried: 0, duplicates: 0, malformed: 0 }

/** Clients that send again at once. */
export function busyClients(at: string | string[], clients: number) {
  return { at, executor: 'closed', clients, think: '1ms' }
}

/** So many tasks, soon after the start and not at once, and no more. */
export function tasks(at: string | string[], count: number, options: Sections = {}) {
  const rate = [{ to: '100/s', over: '0s' }, { hold: `${10 * count - 5}ms` }]
  const stages = [{ hold: '10ms' }, ...rate]
  const even = { executor: 'ramping-rate', arrivals: 'even', stages }
  return { at, ...even, clients: count, ...options }
}

const UNKNOWN: PeerStatus = { capacity: 0, ageMs: null, outstanding: 0, delegated: 0, served: 0 }

const peer = (name: string) => (status: ClusterStatus) => status.peers[name] ?? UNKNOWN
export const peer1 = peer('DC1')
export const peer2 = peer('DC2')
export const peer3 = peer('DC3')

export function isForgotten({ ageMs, capacity, outstanding }: PeerStatus): boolean {
  return ageMs === null && capacity === 0 && outstanding === 0
}
