/**
 * A file that a command writes: under another name in the same directory until it is whole, so that
 * a disk that is full, or a process that is killed, leaves what was there.
 */

import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { wasRead } from '../policy/read-file.js'
import { UsageError } from '../scenario/usage-error.js'
import { attempt } from './files.js'
import { OutputError } from './output-error.js'

/** Those that are not whole yet: nothing of them is left when the process ends. */
const unfinished = new Set<string>()
process.once('exit', () => {
  for (const path of unfinished) rmSync(path, { force: true })
})

let opened = 0

export class OutputFile {
  /** What messages call it. */
  readonly said: string
  readonly #path: string
  /** Undefined for what is no file, such as a pipe: that is written as it is. */
  readonly #temporary: string | undefined
  readonly #file: number

  /**
   * Opened before there is anything to write: what is there stays until `finish`.
   *
   * @throws UsageError that says why it cannot be written.
   */
  constructor(path: string) {
    this.said = path
    const old = attempt('write', path, () => statSync(path, { throwIfNoEntry: false }))
    if (old?.isFile() && wasRead(old)) {
      throw new UsageError(
        `Cannot write ${path}: it is an input of this command, name another file`,
      )
    }
    // What stands in /dev for an open file is to be that very file.
    const isOther = old && !old.isDirectory() && (!old.isFile() || /^\/(dev|proc)\//.test(path))
    this.#path = old && !isOther ? realpathSync(path) : path
    this.#temporary = isOther ? undefined : temporaryOf(this.#path)
    this.#file = attempt('write', path, () => this.#open(old))
    if (this.#temporary !== undefined) unfinished.add(this.#temporary)
  }

  /** @throws OutputError that says why it cannot be written: a disk that is full by now. */
  write(text: string): void {
    attempt('write', this.said, () => writeFileSync(this.#file, text), OutputError)
  }

  /** All is written: it has its name from now on. */
  finish(): void {
    const finish = () => {
      if (this.#temporary === undefined) return closeSync(this.#file)
      // Some disks say only now that they are full.
      fsyncSync(this.#file)
      closeSync(this.#file)
      renameSync(this.#temporary, this.#path)
      unfinished.delete(this.#temporary)
    }
    attempt('write', this.said, finish, OutputError)
  }

  writeAll(text: string): void {
    this.write(text)
    this.finish()
  }

  #open(old: Stats | undefined): number {
    if (old?.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' })
    if (old) accessSync(this.#path, constants.W_OK)
    // A pipe that nobody reads would hold the whole process as it is opened.
    const flags = constants.O_WRONLY | constants.O_NONBLOCK
    const probe = old?.isFIFO() ? openSync(this.#path, flags) : undefined
    const file = openSync(this.#temporary ?? this.#path, 'w', old?.isFile() ? old.mode : 0o666)
    if (probe !== undefined) closeSync(probe)
    return file
  }
}

/** Beside it, as only within a disk a file can be renamed; hidden, and of a process alone. */
function temporaryOf(path: string): string {
  return join(dirname(path), `.${basename(path).slice(0, 100)}.${process.pid}-${opened++}.tmp`)
}
