/** The words of scripts: what the compiler refuses is refused at run time, too. */

import { describe, expect, onTestFinished, test } from 'vitest'
import { openCloud } from '../../src/run/cloud.js'

async function open() {
  const cloud = await openCloud('sim', { clusters: { DC1: {}, DC2: {} }, links: {} })
  onTestFinished(async () => {
    await cloud.stop()
  })
  return cloud
}

describe('the compiler knows', () => {
  test('the names of the clusters', async () => {
    const cloud = await open()
    const none = 'There is no cluster DC3: use one of DC1, DC2'
    // @ts-expect-error DC3 is none of the cloud.
    expect(() => cloud.status('DC3')).toThrow(none)
    // @ts-expect-error DC3 is none of the cloud.
    expect(() => cloud.capacityOf('DC3', 'DC1')).toThrow(none)
    // @ts-expect-error DC3 is none of the cloud.
    await expect(cloud.break({ kill: 'DC3' })).rejects.toThrow('"DC3"')
  })

  test('the names of the links', async () => {
    const cloud = await open()
    await cloud.break({ slow: 'DC1-DC2', latency: '10ms' })
    await cloud.break({ loss: 'DC2>DC1', probability: '1%' })
    // @ts-expect-error DC3 is none of the cloud.
    await expect(cloud.break({ loss: 'DC1-DC3', probability: '1%' })).rejects.toThrow('"DC3"')
    const links = { 'DC1-DC3': {} }
    // @ts-expect-error DC3 is none of the cloud.
    const unknown = openCloud('sim', { clusters: { DC1: {} }, links })
    await expect(unknown).rejects.toThrow('"DC3"')
  })

  test('the words for clusters and loads', async () => {
    // @ts-expect-error It is called workers.
    await expect(openCloud('sim', { clusters: { DC1: { worker: 1 } } })).rejects.toThrow('"worker"')
    const cloud = await open()
    // @ts-expect-error How long they think has to be said.
    await expect(cloud.load('DC1', { executor: 'closed' })).rejects.toThrow('think')
    // @ts-expect-error It is called guide.
    await expect(cloud.load('DC1', { executor: 'guid' })).rejects.toThrow('did you mean "guide"')
  })
})
