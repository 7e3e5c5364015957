/** The process of the links: obeys the process that started it, and ends with it. */

import type { Strike } from '../../scenario/link-faults.js'
import { UsageError } from '../../scenario/usage-error.js'
import type { LinkOrder, LinkWord } from './link-messages.js'
import { LinkNet } from './link-net.js'
import type { LinksPlan } from './places.js'

process.title = 'peering links'
const strikes = new Map<number, Strike>()
let starting: Promise<LinkNet> | undefined
let net: LinkNet | undefined

/** Resolves when it was said, or there is nobody to hear it. */
function say(word: LinkWord): Promise<void> {
  return new Promise(resolve => {
    if (process.connected) process.send?.(word, () => resolve())
    else resolve()
  })
}

process.on('message', (order: LinkOrder) => {
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
    case 'stop':
      stop()
      break
  }
})

process.on('uncaughtException', async error => {
  process.exitCode = 1
  await say({ word: 'failed', reason: error.message })
  stop()
})

// Ctrl-C, and the end of a terminal, reach every process of it; the one that started us decides.
process.on('SIGINT', () => {})
process.on('SIGHUP', () => {})
process.on('SIGTERM', stop)
// Whatever becomes of it, even a kill -9: nothing is left behind.
process.on('disconnect', stop)

async function start(plan: LinksPlan): Promise<void> {
  starting = LinkNet.start(plan)
  try {
    net = await starting
    say({ word: 'started' })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    await say({ word: 'refused', reason, isUsage: error instanceof UsageError })
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
