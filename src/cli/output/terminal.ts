/** What can be shown where: a terminal that moves its cursor, colours, or plain lines. */

import { Chalk, type ChalkInstance } from 'chalk'

type Stream = Pick<NodeJS.WriteStream, 'isTTY'>
type Environment = Readonly<Record<string, string | undefined>>

/** Whether lines can be written over: not in a pipe, nor where the terminal is a dumb one. */
export function isScreen({ isTTY }: Stream, { TERM } = process.env as Environment): boolean {
  return isTTY === true && TERM !== 'dumb'
}

/** None in a pipe, where they are read as text; else as people say, `FORCE_COLOR` before others. */
export function chalkOf(stream: Stream, environment: Environment = process.env): ChalkInstance {
  const { FORCE_COLOR, NO_COLOR } = environment
  if (stream.isTTY !== true) return new Chalk({ level: 0 })
  if (FORCE_COLOR !== undefined) return new Chalk({ level: levelOf(FORCE_COLOR) })
  return new Chalk({ level: NO_COLOR || !isScreen(stream, environment) ? 0 : 1 })
}

function levelOf(said: string): 0 | 1 {
  return said === '0' || said === 'false' ? 0 : 1
}
