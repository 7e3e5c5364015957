/** Which frontends are worth reading: the Guide's rule that sockets are queues already. */

import { describe, expect, test } from 'vitest'
import { INLETS, type Story, story } from '../support/story.js'

const READS = {
  'neither frontend': [false, false],
  'localfe only': [true, false],
  'cloudfe only': [false, true],
  'both frontends': [true, true],
} as const

type Reads = keyof typeof READS

const TABLE: readonly (readonly [string, Reads, (cloud: Story) => Story])[] = [
  ['nothing is known', 'neither frontend', cloud => cloud],
  ['a worker is ready', 'both frontends', cloud => cloud.worker('w1').ready()],
  ['only a peer has capacity', 'localfe only', cloud => cloud.peer('DC2').tells(1)],
  ['a peer has none', 'neither frontend', cloud => cloud.peer('DC2').tells(0)],
  [
    'the only worker is busy',
    'neither frontend',
    cloud => cloud.worker('w1').ready().client('c1').asks('one'),
  ],
  [
    'the only worker is busy and a peer has capacity',
    'localfe only',
    cloud => cloud.worker('w1').ready().peer('DC2').tells(1).peer('DC3').asks('c1', 'one'),
  ],
  [
    'the capacity of the peers is used up',
    'neither frontend',
    cloud => cloud.peer('DC2').tells(1).client('c1').asks('one'),
  ],
  ['the peer is forgotten', 'neither frontend', cloud => cloud.peer('DC2').tells(1).after(3000)],
  [
    'a task of a client is in hand',
    'neither frontend',
    cloud => cloud.client('c1').asks('one').endsReceive('localfe'),
  ],
  [
    'a task of a peer is in hand and another peer has capacity',
    'localfe only',
    cloud => cloud.peer('DC2').asks('c1', 'one').endsReceive('cloudfe').peer('DC3').tells(1),
  ],
]

describe('broker', () => {
  test.each(TABLE)('when %s reads %s', (_, reads, happens) => {
    const { broker } = happens(story())
    expect([broker.wants('localfe'), broker.wants('cloudfe')]).toEqual(READS[reads])
  })

  test.each(TABLE)('when %s reads all else', (_, _reads, happens) => {
    const { broker } = happens(story())
    const others = INLETS.filter(inlet => inlet !== 'localfe' && inlet !== 'cloudfe')
    expect(others.every(inlet => broker.wants(inlet))).toBe(true)
  })

  test('with policy local-only reads localfe for no peer', () => {
    const { broker } = story({ policy: 'local-only' }).peer('DC2').tells(9)
    expect(broker.wants('localfe')).toBe(false)
  })
})
