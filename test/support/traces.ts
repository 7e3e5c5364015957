/** Traces written by hand: an event a line, `5 DC2 cloudfe in  DC1 | d0.1 | c1 | | hello`. */

import { type TraceEvent, traceFrames } from '../../src/trace/trace.js'
import { frames } from './frames.js'

/** A line whose third word is no socket is a fact: `5 DC1 late DC2`. */
export function traceOf(text: string): TraceEvent[] {
  const lines = text.split('\n').filter(line => line.trim() !== '')
  return lines.map(line => {
    const [, t, at = '', socket = '', rest = ''] = line.match(/^\s*(\S+) (\S+) (\S+) ?(.*)$/) ?? []
    const message = rest.match(/^(in|out|back)\s+(.*)$/)
    const when = { t: Number(t), at }
    if (!message) return { ...when, fact: socket, about: rest, count: 1 }
    const [, dir, written = ''] = message
    return {
      ...{ ...when, socket, dir: dir as 'in' | 'out' | 'back' },
      frames: traceFrames(frames(written)),
    }
  })
}

/** A task of DC1 that a worker of DC2 did; all were watched. */
export const DELEGATED = `
100 DC1-c0001 req out  DC1-c0001#3
101 DC1 localfe in  DC1-c0001 | 7 | | DC1-c0001#3
101 DC1 cloudbe out  DC2 | d0.1 | DC1-c0001 | 7 | | DC1-c0001#3
101 DC1 delegated DC2
106 DC2 cloudfe in  DC1 | d0.1 | DC1-c0001 | 7 | | DC1-c0001#3
106 DC2 localbe out  DC2-w0001 | | DC1 | d0.1 | DC1-c0001 | 7 | | DC1-c0001#3
106 DC2-w0001 req in  DC1 | d0.1 | DC1-c0001 | 7 | | DC1-c0001#3
150 DC2-w0001 req out  DC1 | d0.1 | DC1-c0001 | 7 | | DC1-c0001#3@DC2-w0001
150 DC2 localbe in  DC2-w0001 | | DC1 | d0.1 | DC1-c0001 | 7 | | DC1-c0001#3@DC2-w0001
150 DC2 cloudfe out  DC1 | d0.1 | DC1-c0001 | 7 | | DC1-c0001#3@DC2-w0001
155 DC1 cloudbe in  DC2 | d0.1 | DC1-c0001 | 7 | | DC1-c0001#3@DC2-w0001
155 DC1 localfe out  DC1-c0001 | 7 | | DC1-c0001#3@DC2-w0001
156 DC1-c0001 req in  DC1-c0001#3@DC2-w0001
156 DC1 accepted DC1-c0001#3
`

/** The same where one peer dies with the task, another is gone, and the client asks twice. */
export const TROUBLED_WAY = `
0 DC2 start DC2
100 DC1-c0001 req out  DC1-c0001#3
100 DC1 localfe in  DC1-c0001 | 7 | | DC1-c0001#3
100 DC1 cloudbe out  DC2 | d0.1 | DC1-c0001 | 7 | | DC1-c0001#3
105 DC2 cloudfe in  DC1 | d0.1 | DC1-c0001 | 7 | | DC1-c0001#3
105 DC2 overcommit DC1
106 DC2 localbe out  DC2-w0001 | | DC1 | d0.1 | DC1-c0001 | 7 | | DC1-c0001#3
120 cloud fault kill DC2
120 DC2 end DC2
400 DC1 forgotten DC2
400 DC1 home DC2
400 DC1 cloudbe out  DC3 | d0.2 | DC1-c0001 | 7 | | DC1-c0001#3
400 DC1 cloudbe back  DC3 | d0.2 | DC1-c0001 | 7 | | DC1-c0001#3
400 DC1 closed DC3
400 DC1 home DC3
600 DC1 retried DC1-c0001#3
600 DC1-c0001 req out  DC1-c0001#3
600 DC1 localfe in  DC1-c0001 | 8 | | DC1-c0001#3
610 DC1 localbe out  DC1-w0002 | | DC1-c0001 | 7 | | DC1-c0001#3
610 DC1-w0002 req in  DC1-c0001 | 7 | | DC1-c0001#3
700 DC1-w0002 req out  DC1-c0001 | 7 | | DC1-c0001#3@DC1-w0002
700 DC1 localbe in  DC1-w0002 | | DC1-c0001 | 7 | | DC1-c0001#3@DC1-w0002
700 DC1 localfe out  DC1-c0001 | 7 | | DC1-c0001#3@DC1-w0002
700 DC1 localfe back  DC1-c0001 | 7 | | DC1-c0001#3@DC1-w0002
700 DC1 orphan DC1-c0001
900 DC1 lost DC1-c0001#3
9000 DC1 tick DC1
`
