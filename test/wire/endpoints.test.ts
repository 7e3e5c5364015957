/** Endpoints: how the names of clusters and sockets become places. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  BOUND,
  DEFAULT_TEMPLATE,
  endpointOf,
  inprocEndpointOf,
  ipcPathOf,
  peerEndpointOf,
} from '../../src/wire/endpoints.js'

describe('an endpoint', () => {
  test.each([
    [DEFAULT_TEMPLATE, 'ipc:///run/cloud/DC1-state.ipc'],
    ['ipc://{cluster}-{socket}.ipc', 'ipc://DC1-state.ipc'],
    ["ipc://b'{cluster}'-{socket}.ipc", "ipc://b'DC1'-state.ipc"],
    ['ipc://{cluster}/{cluster}-{socket}', 'ipc://DC1/DC1-state'],
    ['ipc://{other}-{cluster}-{socket}', 'ipc://{other}-DC1-state'],
  ])('by %s is %s', (template, endpoint) => {
    expect(endpointOf({ dir: '/run/cloud', template }, 'DC1', 'state')).toBe(endpoint)
  })

  test('has its directory in it letter by letter, whatever its letters', () => {
    const dir = fc.oneof(
      fc.string(),
      fc.constantFrom('/a/$$', '/a/$&', "/a/$'", '/{cluster}/{dir}'),
    )
    fc.assert(
      fc.property(dir, path => {
        const endpoint = endpointOf({ dir: path, template: DEFAULT_TEMPLATE }, 'DC1', 'cloud')
        expect(endpoint).toBe(`ipc://${path}/DC1-cloud.ipc`)
      }),
    )
  })

  test('is another for each socket and each cluster', () => {
    const naming = { dir: '/run', template: DEFAULT_TEMPLATE }
    const all = ['DC1', 'DC2', 'DC1-cloud'].flatMap(cluster =>
      BOUND.map(socket => endpointOf(naming, cluster, socket)),
    )
    expect(new Set(all).size).toBe(all.length)
  })

  test('of a peer is in the directory that leads to it, or in our own', () => {
    const naming = { dir: '/run', template: DEFAULT_TEMPLATE }
    const elsewhere = { ...naming, peerDirs: { DC2: '/links/DC2' } }
    expect(peerEndpointOf(naming, 'DC2', 'cloud')).toBe('ipc:///run/DC2-cloud.ipc')
    expect(peerEndpointOf(elsewhere, 'DC2', 'state')).toBe('ipc:///links/DC2/DC2-state.ipc')
    expect(peerEndpointOf(elsewhere, 'DC3', 'state')).toBe('ipc:///run/DC3-state.ipc')
  })

  test('of the local flow inside a process is by the names of cluster and socket', () => {
    expect(inprocEndpointOf('DC1', 'localbe')).toBe('inproc://DC1-localbe')
  })

  test.each([
    ['ipc:///run/DC1-cloud.ipc', '/run/DC1-cloud.ipc'],
    ['ipc://DC1-cloud.ipc', 'DC1-cloud.ipc'],
    ['tcp://127.0.0.1:5555', undefined],
    [inprocEndpointOf('DC1', 'localfe'), undefined],
  ])('%s has the path %s', (endpoint, path) => {
    expect(ipcPathOf(endpoint)).toBe(path)
  })
})
