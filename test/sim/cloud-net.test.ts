/** The cloud and state flows: connections that come and go, and who is told of it. */

import { describe, expect, test } from 'vitest'
import { randomStream } from '../../src/base/random.js'
import { Clock } from '../../src/sim/clock.js'
import { type BrokerEndpoint, CloudNet } from '../../src/sim/cloud-net.js'
import { InvariantChecker } from '../../src/sim/invariant-checker.js'
import { Link } from '../../src/sim/link.js'
import { Tampers } from '../../src/sim/tamper.js'
import { Scribe, scribeIn } from '../support/actors.js'

const CUT = { isCut: true }

const LATENCY_MS = 10

function cloud(names: readonly string[], stateTtlMs = 3000) {
  const clock = new Clock()
  const verdicts = new InvariantChecker()
  const links = new Map<string, Link>()
  const link = (from: string, to: string) => {
    const key = `${from}>${to}`
    const spec = { latency: { kind: 'constant', ms: LATENCY_MS }, loss: 0 } as const
    const known = links.get(key) ?? new Link(spec, clock, randomStream(1, key))
    links.set(key, known)
    return known
  }
  const net = new CloudNet({ clock, link }, name => randomStream(1, name), verdicts)
  const stations = names.map(name => {
    const { actor: broker, scribe } = scribeIn(clock, name)
    const peers = names.filter(peer => peer !== name)
    const tampers = { replies: new Tampers(), states: new Tampers() }
    return {
      station: { name, broker, peers, stateTtlMs, tampers } satisfies BrokerEndpoint,
      scribe,
    }
  })
  for (const { station } of stations) net.add(station)
  for (const { station } of stations) net.arrive(station)
  const at = (name: string) => {
    const found = stations.find(({ station }) => station.name === name)
    if (!found) throw new Error(`there is no ${name}`)
    return found
  }
  /** What it was told since the last look, without the times. */
  const news = (name: string) =>
    at(name)
      .scribe.told.splice(0)
      .map(line => line.replace(/^\S+ /, ''))
  const kill = (name: string) => {
    at(name).station.broker.die()
    net.depart(at(name).station)
  }
  const start = (name: string) => {
    const scribe = new Scribe()
    at(name).scribe.told.length = 0
    scribe.onTold = line => at(name).scribe.told.push(line)
    at(name).station.broker.start(scribe)
    net.arrive(at(name).station)
  }
  return {
    clock,
    net,
    verdicts,
    link,
    station: (name: string) => at(name).station,
    news,
    kill,
    start,
  }
}

/** One that has found all connections. */
function connected(names: readonly string[]) {
  const all = cloud(names)
  all.clock.runTo(200)
  for (const name of names) all.news(name)
  return all
}

const broken = (verdicts: InvariantChecker) =>
  verdicts.all().flatMap(({ name, verdict }) => (verdict === 'false' ? name : []))

describe('brokers that start', () => {
  test('find each other, and are told at once of each subscriber', () => {
    const { clock, news } = cloud(['DC1', 'DC2', 'DC3'])
    clock.runTo(200)
    expect(news('DC1').sort()).toEqual(['DC2 up', 'DC3 up', 'statebe \x01', 'statebe \x01'])
  })

  test('across a cut find each other when it has healed', () => {
    const { clock, link, news } = cloud(['DC1', 'DC2'])
    link('DC1', 'DC2').strike(CUT)
    clock.runTo(1000)
    expect(news('DC1')).toEqual([])
    link('DC1', 'DC2').mend(CUT)
    clock.runTo(1200)
    expect(news('DC1').sort()).toEqual(['DC2 up', 'statebe \x01'])
  })
})

describe('a delegated task', () => {
  test('comes to cloudfe, and shows whom it comes from', () => {
    const { clock, net, station, news } = connected(['DC1', 'DC2'])
    net.delegate(station('DC1'), ['DC2', 'd1', 'c1', '1', '', 'hello'])
    clock.runTo(clock.now + LATENCY_MS)
    expect(news('DC2')).toEqual(['cloudfe DC1|d1|c1|1||hello'])
  })

  test('has its reply come to cloudbe, and show whom it comes from', () => {
    const { clock, net, station, news } = connected(['DC1', 'DC2'])
    net.reply(station('DC2'), ['DC1', 'd1', 'c1', '1', '', 'hi'])
    clock.runTo(clock.now + LATENCY_MS)
    expect(news('DC1')).toEqual(['cloudbe DC2|d1|c1|1||hi'])
  })

  test('to a peer that is gone or unknown comes home, and so does a reply', () => {
    const { clock, net, station, news, kill } = connected(['DC1', 'DC2'])
    kill('DC2')
    net.delegate(station('DC1'), ['DC2', 'd1', 'c1', '1', '', 'hello'])
    net.reply(station('DC1'), ['DC2', 'd1', 'c1', '1', '', 'hi'])
    net.delegate(station('DC1'), ['DC9', 'd1', 'c1', '1', '', 'hello'])
    clock.runTo(clock.now + 1)
    expect(news('DC1')).toEqual([
      'bounce cloudbe DC2|d1|c1|1||hello',
      'bounce cloudfe DC2|d1|c1|1||hi',
      'bounce cloudbe DC9|d1|c1|1||hello',
    ])
  })

  test('bounces when 2,000 messages wait at the peer, which is paused', () => {
    const { clock, net, station, news } = connected(['DC1', 'DC2'])
    const { broker } = station('DC2')
    const comesHome = () => {
      net.delegate(station('DC1'), ['DC2', 'd1', 'c1', '1', '', 'hello'])
      clock.runTo(clock.now + LATENCY_MS)
      return news('DC1').some(line => line.startsWith('bounce'))
    }
    broker.pause()
    expect(comesHome()).toBe(false)
    for (let nth = 0; nth < 2000; nth++) broker.receive('cloudfe', ['DC1', 'd', 'c', '1', '', 'a'])
    expect(comesHome()).toBe(true)
  })

  test('under way to a peer that dies never arrives', () => {
    const { clock, net, station, news, kill, start } = connected(['DC1', 'DC2'])
    net.delegate(station('DC1'), ['DC2', 'd1', 'c1', '1', '', 'hello'])
    kill('DC2')
    start('DC2')
    clock.runTo(clock.now + 500)
    expect(news('DC2').filter(line => line.startsWith('cloudfe'))).toEqual([])
  })

  test('more than its peer said it has free breaks a verdict', () => {
    const { clock, net, station, verdicts } = connected(['DC1', 'DC2'])
    net.publish(station('DC2'), ['DC2', '1'])
    clock.runTo(clock.now + LATENCY_MS)
    net.delegate(station('DC1'), ['DC2', 'd1', 'c1', '1', '', 'hello'])
    expect(broken(verdicts)).toEqual([])
    net.delegate(station('DC1'), ['DC2', 'd2', 'c2', '1', '', 'hello'])
    expect(broken(verdicts)).toEqual(['no capacity is negative'])
  })

  test('that a peer delegates again breaks a verdict', () => {
    const { clock, net, station, verdicts } = connected(['DC1', 'DC2', 'DC3'])
    for (const name of ['DC2', 'DC3']) net.publish(station(name), [name, '1'])
    clock.runTo(clock.now + LATENCY_MS)
    net.delegate(station('DC1'), ['DC2', 'd1', 'c1', '1', '', 'hello'])
    expect(broken(verdicts)).toEqual([])
    net.delegate(station('DC2'), ['DC3', 'd1', 'DC1', 'd1', 'c1', '1', '', 'hello'])
    expect(broken(verdicts)).toEqual(['no task is delegated twice over'])
  })
})

describe('state', () => {
  test('reaches every subscriber, and nobody else', () => {
    const { clock, net, station, news } = connected(['DC1', 'DC2', 'DC3'])
    net.publish(station('DC1'), ['DC1', '5'])
    clock.runTo(clock.now + LATENCY_MS)
    expect(['DC1', 'DC2', 'DC3'].map(news)).toEqual([[], ['statefe DC1|5'], ['statefe DC1|5']])
  })

  test('does not pass a cut', () => {
    const { clock, net, link, station, news } = connected(['DC1', 'DC2', 'DC3'])
    link('DC1', 'DC2').strike(CUT)
    net.publish(station('DC1'), ['DC1', '5'])
    clock.runTo(clock.now + LATENCY_MS)
    expect(news('DC2')).toEqual([])
    expect(news('DC3')).toEqual(['statefe DC1|5'])
  })

  test('that is older than the time to live lets no task be sent', () => {
    const { clock, net, station, verdicts } = connected(['DC1', 'DC2'])
    net.publish(station('DC2'), ['DC2', '5'])
    clock.runTo(clock.now + LATENCY_MS + 2999)
    net.delegate(station('DC1'), ['DC2', 'd1', 'c1', '1', '', 'hello'])
    expect(broken(verdicts)).toEqual([])
    clock.runTo(clock.now + 2)
    net.delegate(station('DC1'), ['DC2', 'd2', 'c1', '1', '', 'hello'])
    expect(broken(verdicts)).toEqual(['nothing is sent to a forgotten peer'])
  })

  test('is as young as its reading: a broker that was paused reads it when it goes on', () => {
    const { clock, net, station, verdicts } = connected(['DC1', 'DC2'])
    station('DC1').broker.pause()
    net.publish(station('DC2'), ['DC2', '5'])
    clock.runTo(clock.now + 5000)
    station('DC1').broker.resume()
    net.delegate(station('DC1'), ['DC2', 'd1', 'c1', '1', '', 'hello'])
    expect(broken(verdicts)).toEqual([])
  })
})

describe('a broker that is killed', () => {
  test('is seen to go by all who were connected, after the latency', () => {
    const { clock, news, kill } = connected(['DC1', 'DC2', 'DC3'])
    kill('DC2')
    clock.runTo(clock.now + LATENCY_MS - 1)
    expect(news('DC1')).toEqual([])
    clock.runTo(clock.now + 1)
    expect([news('DC1'), news('DC3')]).toEqual([['DC2 down'], ['DC2 down']])
  })

  test('is found again when it is back, and finds the others', () => {
    const { clock, net, station, news, kill, start } = connected(['DC1', 'DC2'])
    kill('DC2')
    clock.runTo(clock.now + 1000)
    news('DC1')
    start('DC2')
    clock.runTo(clock.now + 200)
    expect(news('DC1').sort()).toEqual(['DC2 up', 'statebe \x01'])
    expect(news('DC2').sort()).toEqual(['DC1 up', 'start', 'statebe \x01'])
    net.delegate(station('DC1'), ['DC2', 'd1', 'c1', '1', '', 'hello'])
    clock.runTo(clock.now + LATENCY_MS)
    expect(news('DC2')).toEqual(['cloudfe DC1|d1|c1|1||hello'])
  })

  test('and back within the latency is seen to go before it is found again', () => {
    for (let startsAfter = 0; startsAfter < LATENCY_MS; startsAfter++) {
      const { clock, link, news, kill, start } = connected(['DC1', 'DC2'])
      // So long under way that the new connection is quicker than the news of the old one's end.
      link('DC2', 'DC1').strike({ latency: { kind: 'constant', ms: 300 } })
      kill('DC2')
      clock.runTo(clock.now + startsAfter)
      start('DC2')
      clock.runTo(clock.now + 1000)
      expect(news('DC1').filter(line => line.startsWith('DC2'))).toEqual(['DC2 down', 'DC2 up'])
    }
  })

  test('is sent no state, and told nothing of what was for its earlier life', () => {
    const { clock, net, station, news, kill, start } = connected(['DC1', 'DC2'])
    net.publish(station('DC1'), ['DC1', '5'])
    kill('DC2')
    start('DC2')
    clock.runTo(clock.now + LATENCY_MS)
    expect(news('DC2').filter(line => line.startsWith('statefe'))).toEqual([])
  })
})

describe('a new connection to a peer', () => {
  test('is one that goes, and then comes up again', () => {
    const { clock, net, news, station } = connected(['DC1', 'DC2'])
    net.reopen(station('DC1'), 'DC2')
    expect(news('DC1')).toEqual([])
    clock.runTo(400)
    expect(news('DC1')).toEqual(['DC2 down', 'DC2 up'])
    net.delegate(station('DC1'), ['DC2', 'd1', 'c1', '', 'hello'])
    clock.runTo(500)
    expect(news('DC2')).toContain('cloudfe DC1|d1|c1||hello')
  })
})
