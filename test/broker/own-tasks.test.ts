/** What a broker notes of a task says whether it is of a client of its cluster, by its name. */

import { describe, expect, test } from 'vitest'
import { story } from '../support/story.js'

const OWN = ['DC1-c0001', 'DC1-clients-1']
const OTHERS = ['stranger', 'DC2-c0001', 'DC1', 'DC1-w0001']
const CASES = [...OWN.map(name => [name, 1] as const), ...OTHERS.map(name => [name, 0] as const)]

describe.each(CASES)('a task of %s', (client, count) => {
  const freed = count > 0 ? [count] : []

  test('is noted when a worker is assigned it, and when it is answered', () => {
    const cloud = story().worker('w1').ready().client(client).asks('one')
    cloud.worker('w1').answers('ONE')
    expect(cloud.ports.valuesOf('assigned')).toEqual([count])
    expect(cloud.ports.valuesOf('freed')).toEqual(freed)
  })

  test('is noted when it is delegated, and when it is answered', () => {
    const cloud = story().peer('DC2').tells(1).client(client).asks('one')
    cloud.gets('cloudbe', `DC2 | d0.1 | ${client} | | ONE`)
    expect(cloud.ports.valuesOf('delegated')).toEqual([count])
    expect(cloud.ports.valuesOf('freed')).toEqual(freed)
  })

  test('is noted when it is delegated, and when its peer is gone', () => {
    const cloud = story().peer('DC2').tells(1).client(client).asks('one')
    cloud.peer('DC2').isSeenToGo()
    expect(cloud.ports.valuesOf('home')).toEqual([1])
    expect(cloud.ports.valuesOf('freed')).toEqual(freed)
  })
})

test('a task of a peer is none of its own, whatever the peer is called', () => {
  const cloud = story().worker('w1').ready().gets('cloudfe', 'DC1-c0001 | c1 | | one')
  cloud.worker('w1').answers('ONE')
  expect(cloud.ports.valuesOf('assigned')).toEqual([0])
  expect(cloud.ports.valuesOf('freed')).toEqual([])
})
