/** A cluster ends in order while libzmq has sent the first frames of messages, and not the last. */

import { once } from 'node:events'
import { expect } from 'vitest'
import { eventually, liveTest, type Place } from '../support/live.js'
import { rawPart, Stranger } from '../support/stranger.js'

const STRANGERS = 100

/** Its envelope comes back first, with MORE, and is too long for one who stops reading. */
const REQUEST = Buffer.concat([
  rawPart('x'.repeat(400_000)),
  rawPart(''),
  Buffer.from('\x00\x01b', 'latin1'),
])

/** With `linger: 0` about every second round ends by SIGABRT. */
const ROUNDS = 5

liveTest('a cluster ends with code 0 while those who do not read it go', async ({ place }) => {
  for (let round = 0; round < ROUNDS; round++) await endUnread(place)
})

async function endUnread(place: Place): Promise<void> {
  const program = place.start('DC1 --workers 5 --service 0ms --clients 1')
  await program.status('DC1', 'work done', ({ done }) => done > 0)
  const path = `${place.dir}/DC1-localfe.ipc`
  const strangers = await Promise.all(
    Array.from({ length: STRANGERS }, (_, index) => Stranger.open(path, 'DEALER', `s${index}`)),
  )
  const scout = await Stranger.open(path, 'DEALER', 'scout')
  await Promise.all(strangers.map(askAndStopReading))
  scout.gone.then(() => {
    for (const stranger of strangers) stranger.close()
  })
  program.child.kill('SIGINT')
  const { code, signal } = await program.exit()
  expect({ code, signal, stderr: program.stderr }).toEqual({ code: 0, signal: null, stderr: '' })
  expect(place.sockets).toEqual([])
  await eventually('all strangers have gone', () => strangers.every(({ isGone }) => isGone))
}

async function askAndStopReading({ socket }: Stranger): Promise<void> {
  const answered = once(socket, 'data')
  socket.write(REQUEST)
  await answered
  socket.pause()
}
