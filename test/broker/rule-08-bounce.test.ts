/** Broker rule 8: a send that comes home loses no task; what it shows to be gone is let go. */

import { describe, expect, test } from 'vitest'
import { show } from '../support/frames.js'
import { story } from '../support/story.js'

describe('a task that bounces from a worker', () => {
  test('goes to the next one, and the worker is forgotten', () => {
    const cloud = story().worker('w1').ready().worker('w2').ready().client('c1').asks('one')
    cloud.bounces('localbe', 'w1 | | c1 | | one')
    cloud.sees('localbe', 'w1 | | c1 | | one').sees('localbe', 'w2 | | c1 | | one').seesNothing()
    expect(cloud.state()).toMatchObject({ workers: 1, ready: 0, busyLocal: 1 })
    expect(cloud.noted('worker-gone')).toBe('w1')
  })

  test('goes to a peer where no worker is left', () => {
    const cloud = story().worker('w1').ready().peer('DC2').tells(1).client('c1').asks('one')
    cloud.bounces('localbe', 'w1 | | c1 | | one').sees('cloudbe', 'DC2 | d0.1 | c1 | | one')
  })

  test("waits for a worker where it is a peer's and no worker is left", () => {
    const cloud = story().worker('w1').ready().peer('DC3').tells(1).peer('DC2').asks('c1', 'one')
    cloud.bounces('localbe', 'w1 | | DC2 | c1 | | one').seesNothing('cloudbe')
    expect(cloud.state()).toMatchObject({ workers: 0, busyCloud: 0, waiting: 1 })
    cloud.worker('w2').ready().sees('localbe', 'w1 | | DC2 | c1 | | one')
    cloud.sees('localbe', 'w2 | | DC2 | c1 | | one')
  })

  test('goes out before all that came after it', () => {
    const cloud = story().worker('w1').ready().client('c1').asks('one').client('c2').asks('two')
    cloud.bounces('localbe', 'w1 | | c1 | | one')
    cloud.sees('localbe', 'w1 | | c1 | | one')
    cloud.worker('w2').ready().sees('localbe', 'w2 | | c1 | | one').seesNothing()
  })

  test('leaves the worker forgotten until it says READY again', () => {
    const cloud = story().worker('w1').ready().client('c1').asks('one')
    cloud.sees('localbe', 'w1 | | c1 | | one').bounces('localbe', 'w1 | | c1 | | one').seesNothing()
    cloud.worker('w1').ready().sees('localbe', 'w1 | | c1 | | one')
  })
})

describe('a late bounce from a worker means nothing', () => {
  test('when the worker has answered', () => {
    const cloud = story().worker('w1').ready().client('c1').asks('one').worker('w1').answers('ONE')
    cloud.bounces('localbe', 'w1 | | c1 | | one')
    expect(cloud.state()).toMatchObject({ workers: 1, ready: 1 })
  })

  test('when the same worker has said READY and has the same task again', () => {
    const cloud = story().worker('w1').ready().client('c1').asks('one')
    const [first = []] = cloud.everySent('localbe')
    cloud.worker('w1').ready()
    cloud.broker.bounce('localbe', first, cloud.now)
    expect(cloud.state()).toMatchObject({ workers: 1, busyLocal: 1, waiting: 0 })
  })
})

describe('a task that bounces from a peer', () => {
  test('goes to another peer, and nothing more to that one until it speaks', () => {
    const cloud = story().peer('DC2').tells(9).peer('DC3').tells(2).client('c1').asks('one')
    cloud.sees('cloudbe', 'DC2 | d0.1 | c1 | | one').bounces('cloudbe', 'DC2 | d0.1 | c1 | | one')
    cloud.sees('cloudbe', 'DC3 | d0.2 | c1 | | one')
    cloud.client('c2').asks('two').sees('cloudbe', 'DC3 | d0.3 | c2 | | two')
    expect(cloud.capacityOf('DC2')).toBe(0)
    cloud
      .peer('DC2')
      .tells(1)
      .client('c3')
      .asks('three')
      .sees('cloudbe', 'DC2 | d0.4 | c3 | | three')
  })

  test('goes to a worker that became ready meanwhile', () => {
    const cloud = story().peer('DC2').tells(1).client('c1').asks('one').worker('w1').ready()
    cloud.bounces('cloudbe', 'DC2 | d0.1 | c1 | | one').sees('localbe', 'w1 | | c1 | | one')
  })

  test('leaves what else the peer has of ours to be answered', () => {
    const cloud = story().peer('DC2').tells(2).client('c1').asks('one').client('c2').asks('two')
    cloud.bounces('cloudbe', 'DC2 | d0.2 | c2 | | two')
    cloud.peer('DC2').answers('ONE', 'd0.1').sees('localfe', 'c1 | | ONE')
    expect(cloud.noted('late')).toBe('')
  })

  test('closes its peer, once', () => {
    const cloud = story().peer('DC2').tells(2).client('c1').asks('one').client('c2').asks('two')
    for (const sent of cloud.everySent('cloudbe')) cloud.bounces('cloudbe', show(sent))
    expect(cloud.noted('closed')).toBe('DC2')
    expect(cloud.state().waiting).toBe(2)
  })

  test('is not routed twice when the peer was forgotten before', () => {
    const cloud = story().peer('DC2').tells(1).client('c1').asks('one').peer('DC2').isSeenToGo()
    cloud.bounces('cloudbe', 'DC2 | d0.1 | c1 | | one')
    expect(cloud.state().waiting).toBe(1)
  })

  test('goes round no peer twice when all are gone', () => {
    const cloud = story({ policy: 'guide' }).peer('DC2').tells(1).peer('DC3').tells(1)
    cloud.client('c1').asks('one').bounces('cloudbe', 'DC2 | d0.1 | c1 | | one')
    cloud.bounces('cloudbe', 'DC3 | d0.2 | c1 | | one')
    expect(cloud.everySent('cloudbe')).toHaveLength(2)
    expect(cloud.state().waiting).toBe(1)
  })
})

describe('a reply that bounces', () => {
  test.each([
    ['from a client that is gone', 'localfe', 'c1 | | hello', 'c1 | | HELLO', 'c1'],
    ['from a peer that is gone', 'cloudfe', 'DC2 | c1 | | hello', 'DC2 | c1 | | HELLO', 'DC2'],
  ] as const)('%s is an orphan, and no more', (_, frontend, asked, answered, gone) => {
    const cloud = story().worker('w1').ready().gets(frontend, asked).worker('w1').answers('HELLO')
    cloud.sees('localbe', `w1 | | ${asked}`).sees(frontend, answered)
    cloud.bounces(frontend, answered).seesNothing()
    expect(cloud.noted('orphan')).toBe(gone)
    expect(cloud.state()).toMatchObject({ workers: 1, ready: 1, waiting: 0 })
  })

  test.each(['localfe', 'cloudfe'] as const)(
    'drops what else its requester waits for at %s, and counts it',
    frontend => {
      const cloud = story({ policy: 'local-only' }).worker('w1').ready()
      const asks = ['a | x | | 1', 'a | x | | 2', 'a | x | | 3', 'b | x | | 4']
      for (const text of asks) cloud.gets(frontend, text)
      // The name of another, at the other frontend.
      cloud.gets(frontend === 'localfe' ? 'cloudfe' : 'localfe', 'a | x | | 5')
      cloud.worker('w1').answers('ONE').bounces(frontend, 'a | x | | ONE')
      expect(cloud.ports.facts).toContainEqual({ fact: 'orphan', about: 'a', value: 3 })
      for (let nth = 0; nth < 2; nth++) cloud.worker('w1').answers('done')
      const bodies = cloud.everySent('localbe').map(message => message.at(-1))
      expect(bodies).toEqual(['1', '5', '4'])
    },
  )
})

describe('a state that bounces', () => {
  test('is said again with the next heartbeat, and not before', () => {
    const cloud = story().bounces('statebe', 'DC1 | 0').after(999)
    expect(cloud.told()).toBe('')
    expect(cloud.after(1).told()).toBe('0')
  })
})
