/** Whether anybody is there. */

import { connect } from 'node:net'

/** Whether somebody listens at a socket file; a process that is stopped does, too. */
export function answers(path: string): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(path)
    const end = (isThere: boolean) => {
      socket.destroy()
      resolve(isThere)
    }
    socket.once('connect', () => end(true)).once('error', () => end(false))
  })
}
