/** The Guide, chapter 3, "Putting it All Together": the whole cloud, under the Guide's own load. */

import { describe, expect, test } from 'vitest'
import { Cloud, type ClusterOptions } from '../support/cloud.js'
import { story } from '../support/story.js'

/** As the Guide's peering3: ten clients that send in bursts, five workers that take 0 or 1 s. */
const GUIDE: ClusterOptions = {
  clients: 10,
  workers: 5,
  load: { kind: 'guide' },
  service: { kind: 'choice', ofMs: [0, 1000] },
}

describe('Guide, "Putting it All Together"', () => {
  test('a broker reads both frontends while a worker is free, else only localfe', () => {
    const busy = story().worker('w1').ready().peer('DC2').tells(2).peer('DC3').asks('c1', 'one')
    busy.peer('DC3').asks('c2', 'two').client('c3').asks('three')
    busy.sees('localbe', 'w1 | | DC3 | c1 | | one').sees('cloudbe', 'DC2 | d0.1 | c3 | | three')
    expect(busy.unread('cloudfe')).toBe(1)
  })

  test('what came from a peer is done here: it is never sent on', () => {
    const cloud = new Cloud({ DC1: GUIDE, DC2: GUIDE, DC3: { ...GUIDE, workers: 20 } }).start()
    cloud.after(60_000)
    for (const name of ['DC1', 'DC2', 'DC3']) {
      const sentOn = cloud.logOf(name, 'cloudbe').filter(line => !line.includes(`| ${name}-c`))
      expect(sentOn).toEqual([])
    }
  })

  test('bursts that are too much for one cluster spill over to others', () => {
    const cloud = new Cloud({ DC1: GUIDE, DC2: GUIDE, DC3: GUIDE }).start().after(60_000)
    for (const name of ['DC1', 'DC2', 'DC3']) {
      const { clientFacts, facts } = cloud.get(name)
      const away = clientFacts.noted('answered').filter(worker => !worker.startsWith(name))
      expect(away.length).toBeGreaterThan(0)
      expect(facts.noted('returned')).toHaveLength(away.length)
    }
  })

  test('every task is answered, once, and nobody waits ten seconds', () => {
    const cloud = new Cloud({ DC1: GUIDE, DC2: GUIDE, DC3: GUIDE }).start().after(120_000)
    for (const { clients, clientFacts } of cloud.clusters.values()) {
      const [sent, done] = [clientFacts.noted('sent'), clientFacts.noted('answered')]
      expect(sent.length).toBe(done.length + clients.inFlight)
      for (const trouble of ['lost', 'duplicate', 'malformed'] as const) {
        expect(clientFacts.noted(trouble)).toEqual([])
      }
    }
  })

  test("the Guide's own rule gives tasks to a peer that is full, and they wait there", () => {
    const cloud = story({ policy: 'guide' }, [0, 0.99]).peer('DC3').tells(0).peer('DC2').tells(1)
    cloud.client('c1').asks('work').sees('cloudbe', 'DC2 | d0.1 | c1 | | work')
    const full = story({ policy: 'guide' }).peer('DC3').tells(0).peer('DC2').tells(1)
    full.client('c1').asks('work').sees('cloudbe', 'DC3 | d0.1 | c1 | | work')
  })

  test('a cluster that dies takes its tasks along in the Guide; here they come home', () => {
    const cloud = new Cloud({ DC1: { ...GUIDE, workers: 1 }, DC2: GUIDE, DC3: GUIDE }).start()
    cloud.after(20_000).kill('DC2').after(40_000)
    const { clientFacts } = cloud.get('DC1')
    expect(clientFacts.noted('lost')).toEqual([])
    expect(cloud.get('DC1').facts.noted('late')).toEqual([])
  })
})
