/** The section `clusters`, with what `broker` says for all. */

import { clusterNameProblem } from '../wire/names.js'
import { BROKER, BROKER_SAID, CLUSTER } from './definition.js'
import { ttlProblem } from './fields.js'
import { CLUSTERS_MAX, CONNECTIONS_MAX } from './limits.js'
import { quoted } from './messages.js'
import type { ClusterSpec } from './scenario-plan.js'
import { type Fields, type ScenarioReader, standardOf } from './scenario-reader.js'
import type { Path } from './source.js'

type Broker = Fields<typeof BROKER_SAID>

const STANDARD = standardOf(BROKER)

/**
 * By name, in the order of the file; none of them joins later yet.
 *
 * @param policyOf the policy of a word of the file.
 */
export function readClusters(
  reading: ScenarioReader,
  said: unknown,
  brokerSaid: unknown,
  policyOf: (word: string) => ClusterSpec['policy'],
): Map<string, ClusterSpec> {
  const broker =
    brokerSaid === undefined ? {} : reading.fields(BROKER_SAID, brokerSaid, ['broker'], 'broker')
  checkTtl(reading, broker, {}, ['broker'])
  const entries = reading.entries(said, ['clusters'], 'clusters, such as DC1: { workers: 5 }')
  if (reading.names.length === 0 && reading.isWell('clusters')) {
    const advice = 'use a map of clusters, such as DC1: { workers: 5 }'
    reading.report(['clusters'], `There is no cluster: ${advice}`)
  }
  if (entries.length > CLUSTERS_MAX) {
    reading.report(
      ['clusters'],
      `There are ${entries.length} clusters: use at most ${CLUSTERS_MAX}`,
    )
    return new Map()
  }
  const clusters = new Map(
    entries.map(([name, value]) => [name, readCluster(reading, name, value, broker, policyOf)]),
  )
  const count = [...clusters.values()].reduce((sum, { peers }) => sum + peers.length, 0)
  if (count > CONNECTIONS_MAX) {
    const problem = `There are ${count} connections from broker to broker`
    reading.report(['clusters'], `${problem}: use at most ${CONNECTIONS_MAX}, say peers of each`)
  }
  return clusters
}

function readCluster(
  reading: ScenarioReader,
  name: string,
  said: unknown,
  broker: Broker,
  policyOf: (word: string) => ClusterSpec['policy'],
): ClusterSpec {
  const path = ['clusters', name]
  const problem = clusterNameProblem(name)
  if (problem) reading.reportKey(path, `The cluster name ${quoted(name)} ${problem}`)
  const fields = reading.fields(CLUSTER, said, path, 'a cluster')
  if (fields.peers) checkPeers(reading, name, fields.peers)
  checkTtl(reading, fields, broker, path)
  const own = { ...STANDARD, ...broker, ...fields }
  return {
    workers: own.workers,
    service: own.service,
    peers: own.peers ?? reading.names.filter(other => other !== name),
    policy: policyOf(own.policy),
    heartbeatMs: own.heartbeat,
    stateTtlMs: own.stateTtl,
    stateIntervalMs: own.stateInterval,
    taskTimeoutMs: own.taskTimeout,
    clientThreads: own.clientThreads,
    workerThreads: own.workerThreads,
    workerSockets: own.workerSockets,
    joinsLater: false,
  }
}

function checkPeers(reading: ScenarioReader, name: string, peers: readonly string[]): void {
  const path = ['clusters', name, 'peers']
  if (!reading.areClusters(peers, path)) return
  for (const [index, peer] of peers.entries()) {
    if (peer === name) {
      reading.report([...path, index], `peers: ${name} is listed among its own peers: leave it out`)
    } else if (peers.indexOf(peer) !== index) {
      reading.report([...path, index], `peers: ${peer} is listed twice: name each peer once`)
    }
  }
}

/** Said of a piece, over what holds where the piece says nothing. */
function checkTtl(reading: ScenarioReader, said: Broker, under: Broker, path: Path): void {
  if (said.stateTtl === undefined && said.heartbeat === undefined) return
  const { stateTtl, heartbeat } = { ...STANDARD, ...under, ...said }
  const problem = ttlProblem(stateTtl, heartbeat)
  const key = said.stateTtl === undefined ? 'heartbeat' : 'stateTtl'
  if (problem) reading.report([...path, key], `stateTtl: ${problem}`)
}
