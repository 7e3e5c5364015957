/**
 * Keeps descriptors free: libzmq aborts the process when it finds none for a connection. It cannot
 * be asked to refuse one, so the socket files are put aside while there are too many; what is
 * connected already stays.
 */

import { existsSync, renameSync, statSync } from 'node:fs'
import type { Millis } from '../base/time.js'
import type { ClusterPlan } from '../scenario/plan.js'
import { removeFile, setAside, socketPaths } from './endpoint-lock.js'
import { descriptorsOf } from './limits.js'

/** libzmq takes some 15 connections in a millisecond. */
const CHECK_EVERY_MS: Millis = 5

/** Strangers that come and go would fill the monitor. */
const SAY_EVERY_MS: Millis = 60_000

/**
 * @param onFull takes a line for people.
 * @returns what ends the watch; only then may the socket files be removed.
 */
export function guardDescriptors(plan: ClusterPlan, onFull: (line: string) => void): () => void {
  const { limit, reserve } = descriptorsOf(plan)
  // Kernels before 6.2 have no number there, and other systems no limit.
  if (!Number.isFinite(limit) || descriptorsInUse() === 0) return () => {}
  const paths = socketPaths(plan)
  let isFull = false
  let saidAt = Number.NEGATIVE_INFINITY
  const check = () => {
    const inUse = descriptorsInUse()
    const wasFull = isFull
    isFull = inUse > limit - reserve
    // Sockets that are bound again meanwhile have new files.
    if (isFull) paths.forEach(putAside)
    else if (wasFull) paths.forEach(putBack)
    if (!isFull || wasFull || performance.now() - saidAt < SAY_EVERY_MS) return
    saidAt = performance.now()
    onFull(
      `${plan.self} has ${inUse} of ${limit} file descriptors in use: it refuses connections ` +
        `while there are more than ${limit - reserve}`,
    )
  }
  const timer = setInterval(check, CHECK_EVERY_MS).unref()
  return () => clearInterval(timer)
}

function descriptorsInUse(): number {
  return statSync('/proc/self/fd', { throwIfNoEntry: false })?.size ?? 0
}

function putAside(path: string): void {
  rename(path, setAside(path))
}

function putBack(path: string): void {
  if (existsSync(path)) removeFile(setAside(path))
  else rename(setAside(path), path)
}

function rename(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch {
    // It is not there: put aside already, closed, or never made, as the local flow's by inproc.
  }
}
