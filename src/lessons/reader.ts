/** What a reactor has for a socket: a reader, which can be switched on and off. */

import type { Router } from 'zeromq'
import { Message } from './message.js'
import type { Stage } from './stage.js'

/** Calls its handler with each message of a socket, while it is on. */
export function openReader(
  stage: Stage,
  name: string,
  socket: Router,
  log: string[],
  handler: (message: Message) => Promise<void>,
) {
  let isOn = false
  let isReading = false
  async function read(): Promise<void> {
    isReading = true
    for await (const frames of socket) {
      const message = new Message(frames)
      log.push(`${name}: ${message.body}`)
      await handler(message)
      if (!isOn) break
    }
    isReading = false
  }
  return {
    /** A receive that is under way cannot be called back: what it gets is handled, too. */
    turn(on: boolean): void {
      if (on !== isOn) log.push(`${name} ${on ? 'on' : 'off'}`)
      isOn = on
      if (isOn && !isReading) stage.play(read)
    },
  }
}
