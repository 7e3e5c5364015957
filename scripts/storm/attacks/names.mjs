/** Connections under the names of others: for a moment, silent or not. */

import { frame, message } from '../zmtp.mjs'

const HOLD_MAX_MS = 100

const WORKER_WORDS = [
  () => [],
  () => [message(['', 'READY'])],
  stranger => [frame(stranger.bytes(20))],
]

const CLIENT_WORDS = [
  () => [],
  () => [message(['', 'a question'])],
  stranger => [frame(stranger.bytes(20))],
]

/** Peers ask on the socket under whose name they are answered. */
const PEER_WORDS = [
  () => [],
  () => [message(['id', '', 'a question'])],
  stranger => [frame(stranger.bytes(20))],
]

export async function workerNames(stranger) {
  await stranger.each(cluster =>
    steal(stranger, cluster, 'localbe', 'DEALER', stranger.namesOf(cluster, 'w'), WORKER_WORDS),
  )
}

export async function clientNames(stranger) {
  await stranger.each(cluster =>
    steal(stranger, cluster, 'localfe', 'DEALER', stranger.namesOf(cluster, 'c'), CLIENT_WORDS),
  )
}

export async function peerNames(stranger) {
  await stranger.each(cluster => {
    const peers = stranger.clusters.filter(name => name !== cluster)
    return steal(stranger, cluster, 'cloud', 'ROUTER', peers, PEER_WORDS)
  })
}

/** One name after the other; all of them are taken soon. */
async function steal(stranger, cluster, socket, type, names, words) {
  for (let turn = 0; names.length > 0 && stranger.goesOn; turn++) {
    const raw = await stranger.shakeHands(cluster, socket, type, names[turn % names.length])
    if (!raw) continue
    stranger.count('connections')
    for (const piece of stranger.oneOf(words)(stranger)) await stranger.write(raw, piece)
    await stranger.rest(1 + stranger.below(HOLD_MAX_MS))
    stranger.drop(raw)
  }
}
