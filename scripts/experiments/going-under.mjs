/** A lender dies, again and again: with redelivery, and with brokers that are never told. */

import { Broker } from '../../dist/broker/broker.js'
import { mean, planOf, realBroker, runs, sum, table, withClusters, withLoads } from './lab.mjs'

/**
 * A broker that knows of a dead peer what the Guide's knows: nothing. It sees no connection go, and
 * what is sent to nobody vanishes; with a ttl of 0 it also believes for ever what it was told last,
 * and with a task timeout of 0 it waits for ever for replies.
 */
function deafBroker(options, ports) {
  const broker = new Broker(options, ports)
  const bounce = broker.bounce.bind(broker)
  broker.connection = () => {}
  broker.bounce = (outlet, message, now) => {
    if (outlet !== 'cloudbe') bounce(outlet, message, now)
  }
  return broker
}

export async function goingUnder() {
  const plan = planOf('going-under')
  const forEver = withClusters(plan, { stateTtlMs: 0, taskTimeoutMs: 0 })
  const variants = [
    ['redelivery', plan, realBroker],
    ['none; clients send again', forEver, deafBroker],
    ['none; clients do not', withLoads(forEver, { retries: 0 }), deafBroker],
    ['redelivery, policy `guide`', withClusters(plan, { policy: 'guide' }), realBroker],
    ['none, policy `guide`', withClusters(forEver, { policy: 'guide' }), deafBroker],
    ['no peers', withClusters(plan, { policy: 'local-only' }), realBroker],
  ]
  const rows = []
  for (const [name, variant, newBroker] of variants) {
    const all = await runs(variant, { newBroker, mayBreak: newBroker === deafBroker })
    rows.push([
      name,
      ...['sent', 'home', 'retried', 'lost'].map(key => sum(all, ({ total }) => total[key])),
      ...['p50', 'p99', 'p999'].map(key => mean(all, ({ total }) => total.latencyMs[key], 'time')),
    ])
  }
  const head = ['', 'sent', 'came home', 'sent again', 'lost', 'p50', 'p99', 'p99.9']
  return table([head, ...rows])
}
