/** What clusters, their clients and their workers are called, so that a reader can follow them. */

/** Longest name of a cluster, in bytes. */
export const CLUSTER_NAME_MAX = 32

/** What a name for a cluster looks like, as a regular expression. */
export const CLUSTER_NAME_PATTERN = `^[A-Za-z0-9][A-Za-z0-9_.-]{0,${CLUSTER_NAME_MAX - 1}}$`

/** What is wrong with a name for a cluster, as the end of a sentence; undefined if nothing is. */
export function clusterNameProblem(name: string): string | undefined {
  if (name === '') return 'is empty'
  if (name.length > CLUSTER_NAME_MAX) return `is longer than ${CLUSTER_NAME_MAX} bytes`
  if (!/^[A-Za-z0-9]/.test(name)) return 'must begin with a letter or a digit'
  const wrong = name.match(/[^A-Za-z0-9_.-]/u)
  if (wrong) return `has a ${JSON.stringify(wrong[0])}: use letters, digits, "_", "." and "-"`
  return undefined
}

/** How the names of a cluster's clients begin, and those of the sockets that they share. */
export function clientPrefix(cluster: string): string {
  return `${cluster}-c`
}

/** What a socket is called that clients share. */
export function sharedClientName(cluster: string, number: number): string {
  return `${cluster}-clients-${number}`
}

/** The names of a cluster's clients: `DC1-c0001` and on. */
export function clientNames(cluster: string, count: number): string[] {
  return numbered(clientPrefix(cluster), count)
}

/** The names of a cluster's workers: `DC1-w0001` and on. */
export function workerNames(cluster: string, count: number): string[] {
  return numbered(`${cluster}-w`, count)
}

/** A client or a worker. */
const MEMBER = /^.+-[cw]\d+$/

/** The cluster that a worker or client of ours belongs to; '' for other names. */
export function clusterOf(name: string): string {
  return MEMBER.test(name) ? name.slice(0, name.lastIndexOf('-')) : ''
}

/** Whether it is what a worker of ours is called. */
export function isWorkerName(name: string): boolean {
  return /-w\d+$/.test(name)
}

function numbered(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => prefix + String(index + 1).padStart(4, '0'))
}
