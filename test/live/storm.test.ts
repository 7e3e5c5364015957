/** A short storm: the kinds of attack that clusters withstand, all at once. */

import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const STORM = fileURLToPath(new URL('../../scripts/storm.mjs', import.meta.url))

interface Said {
  readonly type: 'start' | 'round' | 'summary'
  readonly wrong?: readonly string[]
  readonly sent?: Readonly<Record<string, Readonly<Record<string, number>>>>
  readonly ends?: readonly { readonly wrong: readonly string[] }[]
}

test('clusters work on, recover and end in order after ten seconds of attacks', async () => {
  const { lines, code } = await storm('--seed 1 --for 10s --only holding --together --json')
  const [start, round, summary] = lines
  expect([start, round, summary]).toMatchObject([
    { type: 'start' },
    { type: 'round', wrong: [] },
    { type: 'summary', isPassed: true, ends: [{ wrong: [] }] },
  ])
  const sent = Object.values(round?.sent ?? {}).map(one =>
    Object.values(one).reduce((sum, number) => sum + number, 0),
  )
  expect(Math.min(...sent)).toBeGreaterThan(0)
  expect(code).toBe(0)
})

test('an unknown kind is refused', async () => {
  const { code, stderr } = await storm('--only frames,rain')
  expect(stderr).toContain('storm: there is no kind "rain": see --list')
  expect(code).toBe(2)
})

function storm(
  words: string,
): Promise<{ code: number | null; lines: readonly Said[]; stderr: string }> {
  return new Promise(resolve => {
    const child = execFile(
      process.execPath,
      [STORM, ...words.split(' ')],
      { maxBuffer: 2 ** 24 },
      (_, stdout, stderr) => {
        const lines = stdout.split('\n').filter(line => line !== '')
        resolve({ code: child.exitCode, lines: lines.map(line => JSON.parse(line)), stderr })
      },
    )
  })
}
