/** Strangers: whoever can reach the sockets of a cluster, and is none of its own. */

import type { Random } from '../base/random.js'
import type { StrangerAct } from '../scenario/attack.js'
import type { Clock } from './clock.js'
import type { SimCluster } from './cluster.js'
import { garbage, INLETS } from './garbage.js'
import { Callback } from './sim-events.js'

export interface Act {
  /** Does it once. */
  once(): void
  /** Gives back what it has. */
  leave(): void
}

/** So many strangers there are of those that say more than one thing. */
const NAMES = 4

/** Of requests. Without a bound, what is left of them takes longer than any run. */
const REQUESTS_MAX = 200

/** A stolen name is kept for so long at most. */
const KEPT_MS = 300

export function strangerAct(
  does: StrangerAct,
  cluster: SimCluster,
  clock: Clock,
  random: Random,
): Act {
  const { broker, local } = cluster
  const one = <T>(of: readonly T[]) => of[Math.floor(random() * of.length)] as T
  let count = 0
  /** Never twice: who was taken for a worker, and answers, is one. */
  const name = () => `stranger-${++count}`
  const say = (once: () => void): Act => ({ once, leave() {} })
  switch (does) {
    case 'garbage':
      return say(() => {
        const inlet = one(INLETS)
        broker.receive(inlet, garbage(inlet, name(), cluster.peers, random))
      })
    case 'forged-replies':
      return say(() => {
        const heard = local.overheard?.any(random())
        if (heard) broker.receive('localbe', heard.with(0, name()).with(-1, 'forged'))
      })
    case 'readies':
      return say(() => broker.receive('localbe', [name(), '', 'READY']))
    case 'silent-workers':
      return {
        once() {
          const silent = `silent-${Math.floor(random() * NAMES)}`
          local.silent.add(silent)
          broker.receive('localbe', [silent, '', 'READY'])
        },
        leave: () => local.silent.clear(),
      }
    case 'requests':
      return {
        once() {
          if (count >= REQUESTS_MAX) return
          const asker = `asker-${++count % NAMES}`
          // Some wait for their replies, others are gone before.
          if (count % NAMES < NAMES / 2) local.silent.add(asker)
          const request = [asker, String(count), '', 'stranger']
          if (random() < 0.5) broker.receive('localfe', request)
          else broker.receive('cloudfe', request.toSpliced(1, 0, 'd1'))
        },
        leave: () => local.silent.clear(),
      }
    case 'subscriptions':
      return say(() => broker.receive('statebe', [random() < 0.5 ? '\x01DC' : '\x00DC']))
    case 'stolen-workers':
      return thief(local.workerNames)
    case 'stolen-clients':
      return thief(local.clientNames)
  }

  function thief(names: readonly string[]): Act {
    const stolen = new Set<string>()
    const giveBack = (victim: string) => {
      if (stolen.delete(victim)) local.leave(victim)
    }
    return {
      once() {
        const victim = one(names)
        if (victim === undefined) return
        stolen.add(victim)
        local.steal(victim)
        clock.at(clock.now + random() * KEPT_MS, new Callback(() => giveBack(victim)))
      },
      leave() {
        for (const victim of stolen) giveBack(victim)
      },
    }
  }
}
