/** Text files that people name: all of one, if it is no longer than it may be, and in time. */

import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs'

/** For so long nothing may come from a pipe, or from another device, before it has ended. */
const SILENCE_MS = 5000

/** How often a pipe that had nothing is polled. */
const LOOK_EVERY_MS = 10

const BLOCK = 65_536

/** The files that this process has read, by device and number: it must not write over them. */
const inputs = new Set<string>()

export function wasRead(stats: Stats): boolean {
  return inputs.has(`${stats.dev}:${stats.ino}`)
}

/**
 * The text of a file.
 *
 * @throws Error that says what is wrong: as the end of "Cannot read x: ...".
 */
export function readTextFile(path: string, bytesMax: number): string {
  const blocks: Buffer[] = []
  let length = 0
  for (const block of fileBlocks(path)) {
    length += block.length
    if (length > bytesMax) throw tooLong(bytesMax)
    blocks.push(block)
  }
  return textOf(Buffer.concat(blocks))
}

/** What is in a file, piece by piece; of a pipe, what comes while somebody writes to it. */
export function* fileBlocks(path: string): Generator<Buffer> {
  // Else a pipe that nobody writes to would hold the whole process as it is opened.
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const stats = fstatSync(file)
    const mayBeSilent = !stats.isFile()
    if (!mayBeSilent) inputs.add(`${stats.dev}:${stats.ino}`)
    let [silentMs, isEmpty] = [0, true]
    for (;;) {
      const block = Buffer.allocUnsafe(BLOCK)
      const count = readSome(file, block)
      // Of a pipe that nobody has opened yet, the end is there from the beginning.
      if (count === undefined || (count === 0 && isEmpty && mayBeSilent)) {
        if (silentMs >= SILENCE_MS)
          throw new Error(`nothing came from it in ${SILENCE_MS / 1000} s`)
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_EVERY_MS)
        silentMs += LOOK_EVERY_MS
        continue
      }
      if (count === 0) return
      silentMs = 0
      isEmpty = false
      yield block.subarray(0, count)
    }
  } finally {
    closeSync(file)
  }
}

/** How many bytes have been read; undefined if there are none yet. */
function readSome(file: number, block: Buffer): number | undefined {
  try {
    return readSync(file, block)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return undefined
    throw error
  }
}

/** @throws Error that says where it is none. */
export function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new Error('it is not UTF-8: save it as UTF-8')
  }
}

export function tooLong(bytesMax: number): Error {
  return new Error(`it is longer than ${bytesMax / 1024} KiB`)
}
