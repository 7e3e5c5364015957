/** Keys that are pressed while the live view is shown; the terminal is given back as it was. */

import { readFileSync } from 'node:fs'

/** What a terminal in raw mode no longer turns into a signal. */
const SIGNALS: Readonly<Record<string, NodeJS.Signals>> = {
  '\u0003': 'SIGINT',
  '\u001c': 'SIGQUIT',
  q: 'SIGINT',
}
const SUSPEND = '\u001a'

export interface KeyListener {
  press(key: string): void
  /** The process is about to be stopped: the shell gets the terminal. */
  suspend(): void
}

/** @returns what gives the terminal back; undefined where there are no keys to listen to. */
export function listenToKeys(listener: KeyListener): (() => void) | undefined {
  const { stdin } = process
  if (!stdin.isTTY || !isInForeground()) return undefined
  const rawMode = (isRaw: boolean) => {
    // The terminal may be gone by now.
    if (!stdin.destroyed) stdin.setRawMode(isRaw)
  }
  const hear = (data: Buffer) => {
    for (const key of data.toString()) {
      const signal = SIGNALS[key]
      if (signal === 'SIGQUIT' || key === SUSPEND) rawMode(false)
      if (key === SUSPEND) {
        listener.suspend()
        process.kill(0, 'SIGTSTP')
      } else if (signal) process.kill(process.pid, signal)
      else listener.press(key)
    }
  }
  const restore = () => rawMode(false)
  const ignore = () => {}
  rawMode(true)
  // Who runs in the background when it goes on would be stopped at once for touching the terminal.
  const goOn = () => rawMode(isInForeground())
  process.on('SIGCONT', goOn)
  process.on('exit', restore)
  stdin.on('error', ignore)
  stdin.on('data', hear)
  // No reason to live: without it, a program that is done would wait for a key.
  stdin.unref()
  return () => {
    stdin.off('data', hear)
    process.off('exit', restore)
    process.off('SIGCONT', goOn)
    restore()
    stdin.pause()
  }
}

/** Elsewhere than on Linux it is taken to be. */
function isInForeground(): boolean {
  try {
    const stat = readFileSync('/proc/self/stat', 'utf8')
    // Behind the name, which may have anything in it: state, parent, group, session, terminal, and
    // the group that the terminal belongs to.
    const [, , group, , , owner] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return group === owner
  } catch {
    return true
  }
}
