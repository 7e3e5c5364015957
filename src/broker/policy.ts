/** Which peer gets a task that no local worker can take: eight answers, and those of files. */

import type { Random } from '../base/random.js'
import type { Millis } from '../base/time.js'
import type { Peer, Peers } from './peers.js'
import { type AskPolicy, noPolicyFiles, type PolicyFile, type RunPolicy } from './policy-file.js'

/** How a broker chooses among its peers (broker rule 5). */
export interface Policy {
  /** How many tasks the peers would take, for all that this policy knows. */
  capacity(peers: Peers): number

  /** A live peer to delegate to. Asked only while `capacity` is above 0. */
  choose(peers: Peers, random: Random, now: Millis): Peer | undefined
}

/** In the order of the design. */
export const POLICY_NAMES = [
  'guide',
  'random',
  'most-capacity',
  'two-choices',
  'weighted',
  'least-outstanding',
  'age-weighted',
  'local-only',
] as const
/**
 * How a peer is chosen for a task that no worker here is ready for. `guide` is the Guide's own rule
 * ("Scaling to Multiple Clusters"): any peer, as long as the last that spoke had capacity.
 */
export type PolicyName = (typeof POLICY_NAMES)[number]

/**
 * The policy of that name, or of that file.
 *
 * @param heartbeatMs the age at which `age-weighted` trusts a peer's word half as much.
 */
export function policyOf(
  policy: PolicyName | PolicyFile,
  heartbeatMs: Millis,
  runPolicy: RunPolicy = noPolicyFiles,
): Policy {
  if (typeof policy !== 'string') return amongSpare(asked(runPolicy(policy)))
  switch (policy) {
    case 'guide':
      return GUIDE
    case 'local-only':
      return LOCAL_ONLY
    case 'random':
      return amongSpare((spare, random) => pick(spare, random))
    case 'most-capacity':
      return amongSpare((spare, random) => best(spare, random, peer => peer.usable))
    case 'two-choices':
      return amongSpare(betterOfTwo)
    case 'weighted':
      return amongSpare((spare, random) => pickByWeight(spare, random, peer => peer.usable))
    case 'least-outstanding':
      return amongSpare((spare, random) => best(spare, random, peer => -peer.outstanding.size))
    case 'age-weighted':
      return amongSpare((spare, random, now) =>
        pickByWeight(
          spare,
          random,
          peer => peer.usable * 2 ** (-(now - peer.heardAt) / heartbeatMs),
        ),
      )
  }
}

/** The Guide's own rule, kept to be studied: one number for the whole cloud, any peer at random. */
const GUIDE: Policy = {
  capacity: peers => (peers.haveRoom ? peers.lastAdvertised : 0),
  choose: (peers, random) => pick(peers.withRoom(), random),
}

const LOCAL_ONLY: Policy = { capacity: () => 0, choose: () => undefined }

type Choose = (spare: readonly Peer[], random: Random, now: Millis) => Peer | undefined

/** A policy that chooses among the peers that have capacity left. */
function amongSpare(choose: Choose): Policy {
  return {
    capacity: peers => peers.totalCapacity,
    choose: (peers, random, now) => choose(peers.withCapacity(), random, now),
  }
}

function asked(ask: AskPolicy): Choose {
  return (spare, random, now) => {
    const seen = spare.map(({ name, usable, heardAt, outstanding }) => ({
      name,
      capacity: usable,
      outstanding: outstanding.size,
      ageMs: now - heardAt,
    }))
    const name = ask(seen, random, now)
    return spare.find(peer => peer.name === name)
  }
}

function pick<T>(items: readonly T[], random: Random): T | undefined {
  return items[Math.floor(random() * items.length)]
}

/** Two different peers at random, then the one with more capacity (Mitzenmacher, 2001). */
function betterOfTwo(spare: readonly Peer[], random: Random): Peer | undefined {
  const first = pick(spare, random)
  const others = spare.filter(peer => peer !== first)
  const second = pick(others, random)
  return second && first && second.usable > first.usable ? second : first
}

/** The peer of the highest score; ties by chance, so that no name is favoured. */
function best(
  spare: readonly Peer[],
  random: Random,
  scoreOf: (peer: Peer) => number,
): Peer | undefined {
  const scores = spare.map(scoreOf)
  const highest = Math.max(...scores)
  return pick(
    spare.filter((_, index) => scores[index] === highest),
    random,
  )
}

function pickByWeight(
  spare: readonly Peer[],
  random: Random,
  weightOf: (peer: Peer) => number,
): Peer | undefined {
  const total = spare.reduce((sum, peer) => sum + weightOf(peer), 0)
  let left = random() * total
  const chosen = spare.find(peer => {
    left -= weightOf(peer)
    return left < 0
  })
  // Rounding, or weights too small for a float, can leave nobody: then the last, or the only one.
  return chosen ?? spare[spare.length - 1]
}
