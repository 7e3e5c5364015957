/**
 * The process of the strangers: makes the attacks that it is told to, says how much it has sent,
 * and closes everything when its time is over.
 */

import { setMaxListeners } from 'node:events'
import { KINDS } from './kinds.mjs'
import { Stranger } from './stranger.mjs'

const COUNT_EVERY_MS = 50

const { kinds, forMs, ...target } = JSON.parse(process.argv[2])
const end = new AbortController()
// Each that waits listens to it.
setMaxListeners(0, end.signal)
const strangers = kinds.map(kind => new Stranger(kind, target, end.signal))

/** What has been sent so far: a process that is killed has said so before. */
const tell = () => process.send?.(strangers.map(({ kind, sent }) => ({ kind, sent })))
const told = setInterval(tell, COUNT_EVERY_MS)
setTimeout(() => end.abort(), forMs)
process.on('disconnect', () => process.exit())

const attacks = strangers.map(async stranger => {
  await KINDS.find(({ name }) => name === stranger.kind).attack(stranger)
  // One that has done all that it wanted keeps what it holds until the end.
  await stranger.over
})
await Promise.all(attacks)
for (const stranger of strangers) stranger.close()
clearInterval(told)
tell()
process.disconnect?.()
