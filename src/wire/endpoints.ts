/** Where a cluster's sockets are found: the one place that knows how a name becomes an endpoint. */

/** The endpoints that a cluster binds. Its other sockets connect to these of its peers. */
export const BOUND = ['localfe', 'localbe', 'cloud', 'state', 'monitor', 'trace'] as const
export type Bound = (typeof BOUND)[number]

/** As in the Guide's programs, but in a directory of the user's own. */
export const DEFAULT_TEMPLATE = 'ipc://{dir}/{cluster}-{socket}.ipc'

/** The longest path of an ipc endpoint, in bytes: what `sockaddr_un` holds. */
export const IPC_PATH_MAX = 107

/** How the endpoints of all clusters of one cloud are named. */
export interface EndpointNaming {
  /** The directory that stands for `{dir}`. */
  readonly dir: string
  /** With `{dir}`, `{cluster}` and `{socket}` in it; the last two are needed. */
  readonly template: string
  /** Where `{dir}` is elsewhere for a peer: what stands there leads to its sockets. */
  readonly peerDirs?: Readonly<Record<string, string>>
}

/** The endpoint of a cluster's socket: `ipc:///run/peering/DC1-cloud.ipc`. */
export function endpointOf(naming: EndpointNaming, cluster: string, socket: Bound): string {
  const values: Record<string, string> = {
    '{dir}': naming.dir,
    '{cluster}': cluster,
    '{socket}': socket,
  }
  // All in one pass, so that braces and dollars in a directory's name mean nothing.
  return naming.template.replace(/\{(?:dir|cluster|socket)\}/g, place => values[place] ?? place)
}

/** The endpoint by which a peer is reached. */
export function peerEndpointOf(
  { dir, template, peerDirs }: EndpointNaming,
  peer: string,
  socket: Bound & ('cloud' | 'state'),
): string {
  return endpointOf({ dir: peerDirs?.[peer] ?? dir, template }, peer, socket)
}

/** The path of an ipc endpoint; undefined for one of another transport. */
export function ipcPathOf(endpoint: string): string | undefined {
  return endpoint.startsWith('ipc://') ? endpoint.slice('ipc://'.length) : undefined
}

/** The local flow of a cluster over inproc, inside its process. */
export function inprocEndpointOf(cluster: string, socket: 'localfe' | 'localbe'): string {
  return `inproc://${cluster}-${socket}`
}
