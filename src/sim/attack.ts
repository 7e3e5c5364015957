/** Attacks in virtual time: strangers that act, and parties of the cloud that are faulty. */

import { type Random, randomStream } from '../base/random.js'
import type { Millis } from '../base/time.js'
import { type Attack, isOfWorkers } from '../scenario/attack.js'
import type { ScenarioPlan } from '../scenario/scenario-plan.js'
import type { Clock } from './clock.js'
import type { SimCloud } from './cloud.js'
import { brokerFault, type Tampering, workerFault } from './faulty.js'
import { Callback } from './sim-events.js'
import { type Act, strangerAct } from './strangers.js'
import { Overheard } from './tamper.js'

/** Sets them on their times. @returns what ends all at once. */
export function scheduleAttacks(plan: ScenarioPlan, cloud: SimCloud): () => void {
  const ends = (plan.attacks ?? []).map((attack, index) => {
    const random = randomStream(plan.seed, `attack/${index}`)
    const { begin, end } = effectOf(attack, cloud, random)
    const words = `${attack.does} at ${attack.on}`
    cloud.strike(attack.fromMs, `attack: ${words}`, begin)
    cloud.strike(attack.untilMs, `end of attack: ${words}`, end)
    return end
  })
  return () => {
    for (const end of ends) end()
  }
}

interface Effect {
  readonly begin: () => void
  readonly end: () => void
}

function effectOf(attack: Attack, cloud: SimCloud, random: Random): Effect {
  const cluster = cloud.cluster(attack.on)
  cluster.local.overheard ??= new Overheard()
  cloud.net.overheard ??= new Overheard()
  if ('everyMs' in attack) {
    const act = strangerAct(attack.does, cluster, cloud.clock, random)
    return repeated(act, attack.everyMs, cloud.clock)
  }
  const { does, probability } = attack
  const odds = { random, probability }
  return isOfWorkers(does)
    ? inForce(workerFault(does, cluster, odds))
    : inForce(brokerFault(does, cluster, cloud.net, odds))
}

function repeated(act: Act, everyMs: Millis, clock: Clock): Effect {
  let isOn = false
  const again = () => {
    if (!isOn) return
    act.once()
    clock.at(clock.now + everyMs, new Callback(again))
  }
  return {
    begin() {
      isOn = true
      again()
    },
    end() {
      isOn = false
      act.leave()
    },
  }
}

function inForce(tampering: Tampering): Effect {
  return {
    begin() {
      for (const [flow, tamper] of tampering) flow.add(tamper)
    },
    end() {
      for (const [flow, tamper] of tampering) flow.remove(tamper)
    },
  }
}
