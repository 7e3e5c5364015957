/** A copy of the program in a temporary folder, where one file at a time is broken. */

import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Compiler } from './compiler.mjs'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** A lesson has four parts at most, and none of them takes longer than a dozen seconds. */
const RUN_MAX_MS = 90_000

export class Copy {
  #dir = mkdtempSync(join(tmpdir(), 'broken-'))
  #compiler = new Compiler(ROOT)

  constructor() {
    for (const name of ['dist', 'package.json']) {
      cpSync(join(ROOT, name), join(this.#dir, name), { recursive: true })
    }
    symlinkSync(join(ROOT, 'node_modules'), join(this.#dir, 'node_modules'))
  }

  remove() {
    rmSync(this.#dir, { recursive: true, force: true })
  }

  /**
   * Compiles a file with one text in place of another.
   *
   * @throws Error if that text is not there just once, or what comes of it does not compile
   */
  prepare({ file, find, replace }) {
    const path = join(ROOT, 'src', file)
    const text = readFileSync(path, 'utf8')
    const times = text.split(find).length - 1
    if (times !== 1) throw new Error(`src/${file} has this ${times} times, not once:\n${find}`)
    try {
      return this.#compiler.compile(
        path,
        text.replace(find, () => replace),
      )
    } catch (error) {
      throw new Error(`src/${file} does not compile with this: ${error.message}\n${replace}`)
    }
  }

  /** Puts such code in place. @returns what mends it again */
  put(file, code) {
    const path = join(this.#dir, 'dist', file.replace('.ts', '.js'))
    const whole = readFileSync(path)
    writeFileSync(path, code)
    return () => writeFileSync(path, whole)
  }

  /**
   * Runs a lesson, as one would by hand.
   *
   * @returns its exit code, how many parts it has, and what failed in which of them
   * @throws Error if the signal is aborted; then the lesson has ended, too
   */
  async run(lesson, signal) {
    signal.throwIfAborted()
    const child = spawn(
      process.execPath,
      [`${this.#dir}/dist/cli/main.js`, 'lesson', lesson, '--json'],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
        // It notes what was done, and makes files for its sockets: none of that is to stay.
        env: { ...process.env, XDG_STATE_HOME: this.#dir, XDG_RUNTIME_DIR: this.#dir },
      },
    )
    const stop = () => child.kill()
    signal.addEventListener('abort', stop)
    const timer = setTimeout(() => child.kill('SIGKILL'), RUN_MAX_MS)
    const closed = new Promise(resolve => child.on('close', resolve))
    const run = { parts: 0, failures: [] }
    try {
      for await (const line of createInterface(child.stdout)) note(run, JSON.parse(line))
      const exitCode = await closed
      signal.throwIfAborted()
      return { ...run, exitCode }
    } finally {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
    }
  }
}

/** Keeps of an event what says that the part has failed. */
function note(run, event) {
  const { parts: part, failures } = run
  if (event.type === 'text') run.parts++
  if (event.type === 'answer' && event.seen !== event.answer) {
    failures.push({ part, what: `the answer is "${event.answer}"`, seen: `"${event.seen}"` })
  }
  if (event.type === 'claim' && event.verdict !== 'true') {
    failures.push({ part, what: event.claim, seen: event.seen })
  }
}
