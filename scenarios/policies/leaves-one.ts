/** A peer is asked only while it has two free workers: the last one is for its own clients. */

import type { ChoosePeer } from 'peering'

const choose: ChoosePeer = (peers, { random }) => {
  const generous = peers.filter(peer => peer.capacity >= 2)
  // Where there is none this is undefined, and the task waits here.
  return generous[Math.floor(random() * generous.length)]
}

export default choose
