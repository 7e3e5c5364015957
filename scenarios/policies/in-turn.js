/** Each peer in its turn, as long as it has capacity. */

// Each broker has its own.
let last = ''

/** @type {import('peering').ChoosePeer} */
export default function choose(peers) {
  const names = peers.map(peer => peer.name).sort()
  last = names.find(name => name > last) ?? names[0]
  return last
}
