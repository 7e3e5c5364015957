/**
 * The Guide, chapter 3, "The Naming Ceremony": three flows, two directions.
 *
 * Not tested: that good names are read with less pain.
 */

import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished } from 'vitest'
import { Request, Router } from 'zeromq'
import { bindAll, brokerSockets, cloudSocket, stateSocket } from '../../src/live/sockets.js'
import { clusterPlan } from '../../src/scenario/plan.js'
import {
  DEFAULT_TEMPLATE,
  endpointOf,
  ipcPathOf,
  peerEndpointOf,
} from '../../src/wire/endpoints.js'
import { claim } from '../support/claim.js'
import { Cloud } from '../support/cloud.js'
import { connected, hears, opened, says } from '../support/sockets.js'
import { INLETS, story } from '../support/story.js'

describe('Guide, "The Naming Ceremony"', () => {
  claim('three flows of two sockets each make the six sockets of a broker', () => {
    const flows = ['local', 'cloud', 'state']
    const names = flows.flatMap(flow => ['fe', 'be'].map(direction => flow + direction))
    expect([...INLETS].sort()).toEqual(names.sort())
  })

  claim('the names are of one length, so that code aligns', () => {
    expect(new Set(INLETS.map(name => name.length))).toEqual(new Set([7]))
  })

  claim('tasks go from front to back, and replies from back to front', () => {
    const cloud = story()
      .worker('w1')
      .ready()
      .client('c1')
      .asks('one')
      .sees('localbe', 'w1 | | c1 | | one')
    cloud.worker('w1').answers('ONE').sees('localfe', 'c1 | | ONE')
    cloud.peer('DC2').asks('c2', 'two').sees('localbe', 'w1 | | DC2 | c2 | | two')
    cloud.worker('w1').answers('TWO').sees('cloudfe', 'DC2 | c2 | | TWO')
  })

  claim('a frontend takes in tasks or state, and a backend gives them out', () => {
    const cloud = story().peer('DC2').tells(1).client('c1').asks('work')
    cloud.sees('cloudbe', 'DC2 | d0.1 | c1 | | work').peer('DC2').answers('DONE')
    cloud.sees('localfe', 'c1 | | DONE').seesNothing()
  })

  claim("each broker's cloudbe speaks to the cloudfe of every other", () => {
    const away = { clients: 0, workers: 1 }
    const cloud = new Cloud({ DC1: { clients: 2, workers: 0 }, DC2: away, DC3: away })
    cloud.start().after(5000)
    for (const peer of ['DC2', 'DC3']) {
      const asked = cloud.logOf('DC1', 'cloudbe').filter(line => line.startsWith(`${peer} `))
      const taken = cloud.logOf(peer, 'localbe').map(line => line.replace(/^\S+ \| \| /, ''))
      expect(asked.length).toBeGreaterThan(2)
      // The peer sees the sender's name where the sender wrote the peer's.
      expect(taken).toEqual(asked.map(line => line.replace(peer, 'DC1')))
    }
  })

  claim("each broker's statebe speaks to the statefe of every other", () => {
    const cloud = new Cloud({ DC1: { clients: 0, workers: 7 }, DC2: {}, DC3: {} }).start()
    for (const name of ['DC2', 'DC3']) {
      const { peers } = cloud.get(name).broker.state(cloud.now)
      expect(peers.find(peer => peer.name === 'DC1')?.capacity).toBe(7)
    }
  })

  claim('an endpoint is called after its cluster and its flow', () => {
    const naming = { dir: '/run', template: DEFAULT_TEMPLATE }
    for (const socket of ['localfe', 'localbe', 'cloud', 'state', 'monitor'] as const) {
      expect(endpointOf(naming, 'DC1', socket)).toBe(`ipc:///run/DC1-${socket}.ipc`)
    }
  })

  claim('localfe, localbe, cloudfe and statebe are bound; the two others are not', async () => {
    const dir = temporaryDir()
    const plan = clusterPlan({ self: 'DC1', peers: ['DC2'], dir, seed: 1 })
    const { monitor, trace, ...ours } = brokerSockets(plan)
    const six = {
      ...ours,
      cloudbe: cloudSocket('DC1'),
      statefe: stateSocket(peerEndpointOf(plan, 'DC2', 'state')),
    }
    onTestFinished(() => {
      for (const socket of [monitor, trace, ...Object.values(six)]) socket.close()
    })
    await bindAll({ monitor, trace, ...ours }, plan)
    const bound = Object.entries(six).filter(([, { lastEndpoint }]) => {
      return lastEndpoint && existsSync(ipcPathOf(lastEndpoint) ?? '')
    })
    expect(bound.map(([name]) => name)).toEqual(['localfe', 'localbe', 'cloudfe', 'statebe'])
  })

  claim('ipc needs no order of starting: who connects first finds who binds later', async () => {
    const endpoint = `ipc://${temporaryDir()}/DC1-localfe.ipc`
    const client = connected(Request, { endpoint }, { reconnectInterval: 1 })
    await says(client, 'Hello')
    const broker = opened(Router)
    await broker.bind(endpoint)
    expect(await hears(broker)).toMatch(/ \| \| Hello$/)
  })

  claim.differs(
    'inproc, unlike ipc, needs the one that binds to be there first',
    'since libzmq 4 the order is free there too',
    async () => {
      const client = connected(Request, { endpoint: 'inproc://later' })
      await says(client, 'Hello')
      const broker = opened(Router)
      await broker.bind('inproc://later')
      expect(await hears(broker)).toMatch(/ \| \| Hello$/)
    },
  )
})

function temporaryDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'peering-book-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  return dir
}
