/** The clients of a cluster in virtual time: one machine for each load, and its lives. */

import type { Millis } from '../base/time.js'
import { type ClientFact, type ClientOptions, Clients } from '../client/client.js'
import { type LoadPlan, loadAfter } from '../scenario/plan.js'
import type { Ports } from '../wire/machine.js'
import { clientNames } from '../wire/names.js'
import type { SimNode } from './node.js'

/** What a cluster does for its clients. */
interface Home {
  readonly name: string
  readonly now: Millis
  newActor(name: string): SimNode
  connect(client: string, actor: SimNode): void
  /** Starts a life of a machine. */
  animate(
    actor: SimNode,
    node: string,
    make: (ports: Ports<string, ClientFact>) => Clients,
  ): Clients
}

interface Group {
  /** Its times are from the start of the run. */
  readonly load: ClientOptions
  readonly actor: SimNode
  /** Undefined while it does not live. */
  machine: Clients | undefined
}

export class ClientGroups {
  readonly #home: Home
  readonly #groups: Group[] = []
  #life = 1

  constructor(home: Home, loads: readonly ClientOptions[]) {
    this.#home = home
    for (const load of loads) this.#add(load)
  }

  get actors(): SimNode[] {
    return this.#groups.map(({ actor }) => actor)
  }

  /** How many clients there are when the cluster lives. */
  get count(): number {
    return this.#groups.reduce((sum, { load }) => sum + load.names.length, 0)
  }

  /** Clients that wait for an answer. */
  get waiting(): number {
    return this.#groups.reduce((sum, { machine }) => sum + (machine?.inFlight ?? 0), 0)
  }

  /** Tasks that should have been sent by now, and that no client was free for. */
  get overdue(): number {
    const { now } = this.#home
    return this.#groups.reduce((sum, { machine }) => sum + (machine?.overdue(now) ?? 0), 0)
  }

  /** @param life which life of the cluster it is, from 1. */
  start(life: number): void {
    this.#life = life
    for (const group of this.#groups) this.#start(group)
  }

  /** They are gone without a word; their actors are for the cluster to end. */
  kill(): void {
    for (const group of this.#groups) group.machine = undefined
  }

  /** One more load, from now on; in the cluster's next lives, too. */
  addLoad(load: LoadPlan): void {
    const { count } = this
    const names = clientNames(this.#home.name, count + load.clients).slice(count)
    this.#start(this.#add({ ...loadAfter(load, -this.#home.now), names, share: 1, phase: 0 }))
  }

  /** From now on, no task is sent that was not sent before. */
  cease(): void {
    for (const { machine } of this.#groups) machine?.stopLoad()
  }

  /** When a client's task should have been sent, if that is the one it waits for. */
  intendedAt(client: string, body: string): Millis | undefined {
    for (const { machine } of this.#groups) {
      const intendedAt = machine?.intendedAt(client, body)
      if (intendedAt !== undefined) return intendedAt
    }
    return undefined
  }

  #add(load: ClientOptions): Group {
    const actor = this.#home.newActor(`${this.#home.name}-clients-${this.#groups.length + 1}`)
    for (const name of load.names) this.#home.connect(name, actor)
    const group = { load, actor, machine: undefined }
    this.#groups.push(group)
    return group
  }

  #start(group: Group): void {
    const { load, actor } = group
    const node = `${load.names[0] ?? ''}-clients`
    group.machine = this.#home.animate(
      actor,
      node,
      ports => new Clients({ ...loadAfter(load, this.#home.now), life: this.#life }, ports),
    )
  }
}
