/** Which clusters run in a directory: those at whose sockets somebody answers. */

import { readdirSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { suggest } from '../scenario/messages.js'
import { UsageError } from '../scenario/usage-error.js'
import { type Bound, type EndpointNaming, endpointOf, ipcPathOf } from '../wire/endpoints.js'
import { isListening } from './is-listening.js'

/** No name has it, and no path can. */
const ANY = '\0'

/** @throws UsageError if a cluster does not run there, with those that do. */
export async function checkRunning(
  naming: EndpointNaming,
  clusters: readonly string[],
  socket: Bound,
): Promise<void> {
  for (const cluster of clusters) {
    if (await isRunning(naming, cluster, socket)) continue
    const running = await runningClusters(naming, socket)
    const where = `${cluster} is not running in ${naming.dir}`
    if (running.length === 0) {
      throw new UsageError(`${where}, and no other cluster is: start it, or use another --dir`)
    }
    const others = running.join(', ')
    throw new UsageError(`${where}, where ${others} can be found: ${suggest(cluster, running)}`)
  }
}

/** By their names, sorted. */
async function runningClusters(naming: EndpointNaming, socket: Bound): Promise<string[]> {
  const path = ipcPathOf(endpointOf(naming, ANY, socket)) ?? ''
  const [before = '', after = '', ...more] = basename(path).split(ANY)
  // A template may have a directory for each cluster: then there is no place to look at.
  if (more.length > 0 || dirname(path).includes(ANY)) return []
  const names = filesIn(dirname(path))
    .filter(file => file.startsWith(before) && file.endsWith(after))
    .map(file => file.slice(before.length, file.length - after.length))
  const found = await Promise.all(
    names.map(async name => ((await isRunning(naming, name, socket)) ? [name] : [])),
  )
  return found.flat().sort()
}

function filesIn(dir: string): string[] {
  try {
    return readdirSync(dir)
  } catch {
    return []
  }
}

async function isRunning(naming: EndpointNaming, cluster: string, socket: Bound): Promise<boolean> {
  const path = ipcPathOf(endpointOf(naming, cluster, socket))
  return path !== undefined && (await isListening(path))
}
