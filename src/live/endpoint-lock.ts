/** One owner for each cluster of a directory: a second one would steal its connections. */

import { createHash } from 'node:crypto'
import { accessSync, constants, lstatSync, statSync, unlinkSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { dirname } from 'node:path'
import { describeError } from '../base/describe-error.js'
import type { ClusterPlan } from '../scenario/plan.js'
import { UsageError } from '../scenario/usage-error.js'
import { BOUND, endpointOf, IPC_PATH_MAX, ipcPathOf } from '../wire/endpoints.js'
import { makeDirectory } from './directory.js'
import { isListening } from './is-listening.js'
import { leaveRunDirectory } from './run-directory.js'

/** The sockets of a cluster are ours until this is given back. */
export interface EndpointLock {
  /** Removes the socket files, and lets others have the name. */
  release(): Promise<void>
}

/**
 * Makes the directory if need be, and claims the cluster's endpoints in it. The claim ends with the
 * process, however it ends; socket files left by a crash are not in the way.
 *
 * @throws UsageError if the cluster runs already, or the directory or a path cannot be used.
 */
export async function lockEndpoints(plan: ClusterPlan): Promise<EndpointLock> {
  const paths = validatePaths(plan)
  const lock =
    process.platform === 'linux' ? await lockByName(plan) : await lockByProbe(plan, paths)
  return {
    async release() {
      removeSockets(plan)
      await new Promise(resolve => (lock ? lock.close(resolve) : resolve(undefined)))
      leaveRunDirectory(plan.dir)
    },
  }
}

/**
 * Makes the directory if need be.
 *
 * @returns the paths of the socket files to be.
 * @throws UsageError if the directory or a path cannot be used.
 */
export function validatePaths(plan: ClusterPlan): string[] {
  const paths = socketPaths(plan)
  if (plan.template.includes('{dir}')) makeDirectory(plan.dir)
  paths.forEach(checkFree)
  return paths
}

/** Removes the socket files of a cluster that was killed, and could not do it itself. */
export function removeSockets(plan: ClusterPlan): void {
  for (const path of socketPaths(plan)) {
    removeFile(path)
    removeFile(setAside(path))
  }
}

/** Where a socket file is while no connections are accepted. */
export function setAside(path: string): string {
  return `${path}.full`
}

export function socketPaths(plan: ClusterPlan): string[] {
  return BOUND.map(socket => {
    const path = ipcPathOf(endpointOf(plan, plan.self, socket))
    if (path === undefined) {
      throw new UsageError(`The endpoint template "${plan.template}" must begin with ipc://`)
    }
    checkPath(path)
    return path
  })
}

/** @throws UsageError if the path is too long for a socket file. */
export function checkPath(path: string): void {
  const bytes = Buffer.byteLength(path)
  if (bytes <= IPC_PATH_MAX) return
  throw new UsageError(
    `The socket path ${path} has ${bytes} bytes, and ${IPC_PATH_MAX} is the most: ` +
      'use a shorter --dir',
  )
}

/** @throws UsageError if no socket can be made there, as where a directory is in its place. */
function checkFree(path: string): void {
  try {
    accessSync(dirname(path), constants.W_OK | constants.X_OK)
    if (!lstatSync(path, { throwIfNoEntry: false })?.isDirectory()) return
  } catch (error) {
    throw new UsageError(`Cannot make the socket ${path}: ${describeError(error)}`)
  }
  throw new UsageError(`Cannot make the socket ${path}: a directory is in its place, remove it`)
}

/** An abstract socket: only one process can hold the name, and no crash leaves it behind. */
function lockByName(plan: ClusterPlan): Promise<Server> {
  const place = createHash('sha256').update(`${identityOf(plan.dir)} ${plan.template}`)
  const name = `\0peering-${place.digest('hex').slice(0, 24)}-${plan.self}`
  return new Promise((resolve, reject) => {
    const server = createServer(socket => socket.destroy())
    server.once('error', error => {
      const isTaken = 'code' in error && error.code === 'EADDRINUSE'
      reject(isTaken ? alreadyRuns(plan) : error)
    })
    server.listen(name, () => resolve(server.unref()))
  })
}

/** Where there are no abstract sockets: a socket file that somebody answers at is in use. */
async function lockByProbe(plan: ClusterPlan, paths: readonly string[]): Promise<undefined> {
  for (const path of paths) if (await isListening(path)) throw alreadyRuns(plan)
}

/** Whether somebody listens at a socket file. */
function alreadyRuns(plan: ClusterPlan): UsageError {
  return new UsageError(
    `${plan.self} is running already in ${plan.dir}: stop it, choose another name, or use --dir`,
  )
}

/** A directory by what it is, not by which of its names was used. */
function identityOf(dir: string): string {
  try {
    const { dev, ino } = statSync(dir)
    return `${dev}:${ino}`
  } catch {
    return dir
  }
}

export function removeFile(path: string): void {
  try {
    unlinkSync(path)
  } catch {
    // Never made, or gone already.
  }
}
