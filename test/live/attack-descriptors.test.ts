/** Connections that nobody needs do not take the descriptors that libzmq aborts without. */

import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { describe } from 'vitest'
import { BOUND } from '../../src/wire/endpoints.js'
import { eventually, liveTest, QUICK } from '../support/live.js'
import { Stranger } from '../support/stranger.js'

/** The usual limit of a shell. */
const DESCRIPTORS = 1024

const CROWDS: Record<string, { readonly size: number; readonly sockets: readonly string[] }> = {
  '1,100 at all sockets': { size: 1100, sockets: BOUND },
  '3,000 at localfe': { size: 3000, sockets: ['localfe'] },
}

const REFUSES = /^DC1 has \d+ of 1024 file descriptors in use: it refuses connections while /

describe('idle connections at a limit of 1,024 descriptors', () => {
  for (const [what, { size, sockets }] of Object.entries(CROWDS)) {
    liveTest(`${what}, and work goes on`, async ({ place, expect }) => {
      const dc1 = place.start(`DC1 ${QUICK}`, { descriptors: DESCRIPTORS })
      await dc1.status('DC1', 'work done', ({ done }) => done > 0)
      const paths = sockets.map(socket => `${place.dir}/DC1-${socket}.ipc`)
      // All at once.
      const crowd = await Promise.all(
        Array.from({ length: size }, (_, index) => idle(paths[index % paths.length] ?? '')),
      )
      const { line } = await dc1.event('monitor')
      expect(line).toMatch(REFUSES)
      const { done } = await dc1.status('DC1', 'a word later', () => true, dc1.mark)
      await dc1.status('DC1', 'more work done', status => status.done > done + 100)
      for (const one of crowd) one.destroy()
      const late = await eventually('a connection', () =>
        Stranger.open(paths[0] ?? '', 'DEALER').catch(() => undefined),
      )
      late.close()
      expect((await dc1.end()).total).toMatchObject({ lost: 0 })
      expect(dc1.lines.filter(one => one.type === 'event')).toHaveLength(1)
      expect(readdirSync(place.dir)).toEqual([])
    })
  }
})

/** Resolves when it is connected, or refused. */
async function idle(path: string): Promise<Socket> {
  const socket = connect(path)
  await once(socket, 'connect').catch(() => {})
  socket.on('error', () => {})
  return socket
}
