/** Where links are found: the socket files that stand in for those of peers. */

import { join } from 'node:path'
import type { LinkPair } from '../../scenario/link-pairs.js'
import { DEFAULT_TEMPLATE, endpointOf, ipcPathOf } from '../../wire/endpoints.js'

/** The links to be made. Plain data: it travels to their process. */
export interface LinksPlan {
  /** Where the clusters have their socket files. */
  readonly dir: string
  readonly seed: number
  readonly pairs: readonly LinkPair[]
}

/** The flows between brokers: each has a connection of its own. */
export const FLOWS = ['cloud', 'state'] as const
export type LinkFlow = (typeof FLOWS)[number]

/** For the plan of the cluster `from`: where it finds the peers that it reaches over links. */
export function peerDirsOf(plan: LinksPlan, from: string): Record<string, string> {
  const pairs = plan.pairs.filter(pair => pair.from === from)
  return Object.fromEntries(pairs.map(({ to }) => [to, linkDirOf(plan, from)]))
}

/**
 * The directory of what `from` takes for the sockets of its peers. One digit or letter, for up to
 * 36 clusters: then no path in it is longer than those of a cluster's own sockets.
 */
export function linkDirOf({ dir, pairs }: LinksPlan, from: string): string {
  const all = [...new Set(pairs.map(pair => pair.from))]
  return join(dir, all.indexOf(from).toString(36))
}

/** The file of a cluster's socket in a directory. */
export function socketPath(dir: string, cluster: string, flow: LinkFlow): string {
  return ipcPathOf(endpointOf({ dir, template: DEFAULT_TEMPLATE }, cluster, flow)) ?? ''
}
