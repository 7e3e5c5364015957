/** Reads the trace of cluster A to its end, and says on stderr how much of it was missed. */

import { TraceReader } from '../../dist/live/trace-reader.js'

const [dir] = process.argv.slice(2)
const template = 'ipc://{dir}/{cluster}-{socket}.ipc'
const reader = await TraceReader.open({ dir, template }, ['A'], [])
let read = 0
for await (const _ of reader) read++
process.stderr.write(`  ${read} events read, ${reader.missed} missed\n`)
