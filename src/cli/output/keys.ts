/** Keys that are pressed while the live view is shown; the terminal is given back as it was. */

import { isInForeground } from './foreground.js'

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

/** The terminal may be gone while keys are awaited. */
const ignore = () => {}

/** @returns what gives the terminal back; undefined where there are no keys to listen to. */
export function listenToKeys(listener: KeyListener): (() => void) | undefined {
  const { stdin } = process
  if (!stdin.isTTY || !isInForeground()) return undefined
  const rawMode = (isRaw: boolean) => {
    // Who touches the terminal from the background is stopped for it.
    if (!stdin.destroyed && isInForeground()) stdin.setRawMode(isRaw)
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
  // A shell may have changed the mode meanwhile, which a mode that is set already would not mend.
  rawMode(false)
  rawMode(true)
  process.on('exit', restore)
  stdin.off('error', ignore)
  stdin.on('error', ignore)
  stdin.on('data', hear)
  stdin.resume()
  // No reason to live: without it, a program that is done would wait for a key.
  stdin.unref()
  return () => {
    stdin.off('data', hear)
    process.off('exit', restore)
    restore()
    stdin.pause()
  }
}
