/** The examples of scripts: each does what it says, in its time. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'

const FOLDER = new URL('../../scripts/examples/', import.meta.url)

/** What each is to say, and how long it may take. */
const EXAMPLES = [
  {
    file: new URL('../../scripts/examples/a-cluster-dies.mjs', import.meta.url),
    args: [],
    says: [/^DC1 knows after \d+ ms that DC3 is gone$/m, /^kill DC3, for \d+ ms/m, / 0 lost$/m],
    withinMs: 40_000,
  },
  {
    file: new URL('../../scripts/examples/no-task-is-lost.test.mjs', import.meta.url),
    args: ['--test', '--test-reporter=tap'],
    says: [/^# pass 2$/m, /^# fail 0$/m],
    withinMs: 40_000,
  },
  {
    file: new URL('../../scripts/examples/which-policy.mjs', import.meta.url),
    args: [],
    says: [/'local-only' *│ *\d+ *│ *\d+ *│ *0 /, /'weighted' *│ *\d+ *│ *\d+ *│ *[1-9]/],
    withinMs: 40_000,
  },
].map(example => ({ ...example, name: basename(example.file.pathname) }))

test('every example is tried here', () => {
  expect(readdirSync(FOLDER).sort()).toEqual(EXAMPLES.map(({ name }) => name))
})

test.each(EXAMPLES)('$name', async ({ file, args, says, withinMs }) => {
  const run = spawn(process.execPath, [...args, fileURLToPath(file)], { timeout: withinMs })
  onTestFinished(() => {
    run.kill('SIGKILL')
  })
  const [stdout, stderr, [code]] = await Promise.all([
    run.stdout.toArray(),
    run.stderr.toArray(),
    once(run, 'close'),
  ])
  expect({ code, stderr: stderr.join('') }).toEqual({ code: 0, stderr: '' })
  for (const words of says) expect(stdout.join('')).toMatch(words)
})
