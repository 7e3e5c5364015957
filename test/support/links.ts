/** Sockets of two clusters, as their brokers have them, with links between: DC1 calls DC2. */

import {
  type LinkPair,
  LinkProcess,
  type LinkSpec,
  type LinksPlan,
  peerDirsOf,
  type Strike,
} from 'peering'
import { onTestFinished } from 'vitest'
import { Router } from 'zeromq'
import { eventually, type Place } from './live.js'

const PLAIN: LinkSpec = { latency: { kind: 'constant', ms: 0 }, loss: 0 }

export const late = (ms: number): Partial<LinkSpec> => ({ latency: { kind: 'constant', ms } })

/** A partition of the two. */
export const cut = (): Strike => ({
  directions: [
    { from: 'DC1', to: 'DC2' },
    { from: 'DC2', to: 'DC1' },
  ],
  fault: { isCut: true },
})

export function planOf(
  place: Place,
  out: Partial<LinkSpec> = {},
  back: Partial<LinkSpec> = {},
): LinksPlan {
  const there: LinkPair = {
    from: 'DC1',
    to: 'DC2',
    out: { ...PLAIN, ...out },
    back: { ...PLAIN, ...back },
  }
  const again = { from: 'DC2', to: 'DC1', out: there.back, back: there.out }
  return { dir: place.dir, seed: 1, pairs: [there, again] }
}

/** The links, until the end of the test. */
export async function startLinks(plan: LinksPlan): Promise<LinkProcess> {
  const links = await LinkProcess.start(plan)
  onTestFinished(() => links.stop())
  return links
}

/** A socket, and what it hears. */
export class Ear {
  readonly heard: string[][] = []
  /** When each of that came, by `performance.now`. */
  readonly heardAt: number[] = []
  /** What befell its connections. */
  readonly events: string[] = []
  readonly socket: Router

  constructor(self: string) {
    const options = { mandatory: true, handover: true, sendTimeout: 0, linger: 0 }
    this.socket = new Router({ ...options, routingId: self, immediate: true })
    onTestFinished(() => this.socket.close())
    this.#watch().catch(() => {})
    this.#listen().catch(() => {})
  }

  /** Sends when there is a route to there. */
  send(to: string, ...frames: (string | Buffer)[]): Promise<true> {
    return eventually(`a route to ${to}`, () =>
      this.socket.send([to, ...frames]).then(
        () => true as const,
        () => false,
      ),
    )
  }

  /** Resolves when it has heard that many. */
  hears(count: number): Promise<true> {
    return eventually(
      () => `${count} messages, of which ${this.heard.length} came`,
      () => this.heard.length >= count,
    )
  }

  sees(event: string, times = 1): Promise<true> {
    return eventually(
      () => `${event} ${times} times, among ${this.events}`,
      () => this.events.filter(seen => seen === event).length >= times,
    )
  }

  async #watch(): Promise<void> {
    for await (const { type } of this.socket.events) this.events.push(type)
  }

  async #listen(): Promise<void> {
    for await (const frames of this.socket) {
      this.heard.push(frames.map(String))
      this.heardAt.push(performance.now())
    }
  }
}

/** cloudbe of DC1 and cloudfe of DC2, connected. */
export async function connectedPair(plan: LinksPlan) {
  const there = new Ear('DC2')
  await there.socket.bind(`ipc://${plan.dir}/DC2-cloud.ipc`)
  const here = new Ear('DC1')
  here.socket.connect(`ipc://${peerDirsOf(plan, 'DC1').DC2}/DC2-cloud.ipc`)
  await here.sees('handshake')
  return { here, there }
}
