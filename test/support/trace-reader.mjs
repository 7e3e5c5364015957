/** A process that reads the trace of DC1, counts, and neither stops nor clears up by itself. */

import { TraceReader } from '../../dist/live/trace-reader.js'

const [dir, template] = process.argv.slice(2)
const reader = await TraceReader.open({ dir, template }, ['DC1'], [])
let count = 0
for await (const _ of reader) if (++count % 100 === 0) process.stdout.write(`${count}\n`)
