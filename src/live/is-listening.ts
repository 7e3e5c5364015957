/** Whether anybody is there. */

import { connect } from 'node:net'

/** Whether somebody listens at a socket file; a process that is stopped does, too. */
export function isListening(path: string): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(path)
    const end = (isThere: boolean) => {
      socket.destroy()
      resolve(isThere)
    }
    socket.once('connect', () => end(true))
    // At a process that is stopped or busy, no more may have place to wait.
    socket.once('error', error => end('code' in error && error.code === 'EAGAIN'))
  })
}
