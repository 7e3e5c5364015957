/** The process of the links: serves the process that started it, and ends with it. */

import type { Strike } from '../../scenario/link-faults.js'
import type { Failure } from '../child.js'
import { methodsOf } from '../rpc.js'
import { failureOf, serve } from '../serve.js'
import { LinkEmulator } from './link-emulator.js'
import type { LinkCalls } from './link-process.js'
import type { LinksPlan } from './paths.js'

process.title = 'peering links'
const strikes = new Map<number, Strike>()
let starting: Promise<LinkEmulator> | undefined
let net: LinkEmulator | undefined

const calls: LinkCalls = {
  strike(number, strike) {
    strikes.set(number, strike)
    net?.strike(strike)
  },
  mend(number) {
    const strike = strikes.get(number)
    strikes.delete(number)
    if (strike) net?.mend(strike)
  },
  report: () => net?.report(),
}

serve<LinksPlan, never>({ start, stop }, methodsOf(calls))

async function start(plan: LinksPlan): Promise<Failure | undefined> {
  starting = LinkEmulator.start(plan)
  try {
    net = await starting
    return undefined
  } catch (error) {
    return failureOf(error)
  }
}

/** Nothing here minds a sudden end, once the files are gone. */
async function stop(): Promise<never> {
  const running = await starting?.catch(() => undefined)
  running?.stop()
  process.exit()
}
