/** The process of the links: obeys the process that started it, and ends with it. */

import type { Strike } from '../../scenario/link-faults.js'
import { obey, sayRefused, say as sayWord } from '../obedience.js'
import type { LinkOrder, LinkWord } from './link-messages.js'
import { LinkNet } from './link-net.js'
import type { LinksPlan } from './places.js'

process.title = 'peering links'
const strikes = new Map<number, Strike>()
let starting: Promise<LinkNet> | undefined
let net: LinkNet | undefined

const say = sayWord<LinkWord>

obey<LinkOrder>(order => {
  switch (order.order) {
    case 'start':
      start(order.plan)
      break
    case 'strike':
      strikes.set(order.number, order.strike)
      net?.strike(order.strike)
      break
    case 'mend':
      mend(order.number)
      break
    case 'report':
      if (net) say({ word: 'report', report: net.report() })
      break
  }
}, stop)

async function start(plan: LinksPlan): Promise<void> {
  starting = LinkNet.start(plan)
  try {
    net = await starting
    say({ word: 'started' })
  } catch (error) {
    await sayRefused(error)
    process.exit()
  }
}

function mend(number: number): void {
  const strike = strikes.get(number)
  strikes.delete(number)
  if (strike) net?.mend(strike)
}

/** Nothing here minds a sudden end, once the files are gone. */
async function stop(): Promise<void> {
  const running = await starting?.catch(() => undefined)
  running?.stop()
  process.exit()
}
