/** Files that commands write and read: what was there stays until all is written, nothing waits. */

import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))
const SCENARIO = 'version: 1\nduration: 1s\nclusters:\n  A: {}\n  B: {}\nload:\n'
const LOAD = '  - {at: A, executor: rate, rate: 5/s}\n'

let dir = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'peering-files-'))
  writeFileSync(join(dir, 'ok.yaml'), SCENARIO + LOAD)
})
afterEach(() => rmSync(dir, { recursive: true }))

/** Runs a line of a shell, in which `$peering` is the program. */
function shell(line: string) {
  const env = { ...process.env, peering: `${process.execPath} ${MAIN}` }
  const { status, stderr } = spawnSync('bash', ['-c', line], { cwd: dir, env, encoding: 'utf8' })
  return { status, stderr }
}

const said = (status: number, words: string) => ({ status, stderr: `${words}\n` })

describe('an output', () => {
  const FULL = "trap '' XFSZ; ulimit -f 1;"
  const LONG = 'it is longer than this process may write'

  test('that the disk has no room for leaves the old file', () => {
    writeFileSync(join(dir, 'x.json'), 'old')
    const { status, stderr } = shell(`${FULL} $peering sim ok.yaml --quiet --out x.json >/dev/null`)
    expect({ status, stderr }).toEqual(said(1, `peering: Cannot write x.json: ${LONG}`))
    expect(readFileSync(join(dir, 'x.json'), 'utf8')).toBe('old')
    expect(readdirSync(dir).sort()).toEqual(['ok.yaml', 'x.json'])
  })

  for (const option of [
    '--out x.html',
    '--out x.csv --out x.xml --out x.json',
    '--trace x.jsonl',
  ]) {
    test(`that the disk has no room for leaves none: ${option}`, () => {
      const { status, stderr } = shell(`${FULL} $peering sim ok.yaml --quiet ${option} >/dev/null`)
      expect(stderr).toMatch(/^peering: Cannot write x\.\w+: it is longer [^\n]*\n$/)
      expect(status).toBe(1)
      expect(readdirSync(dir).filter(file => file !== 'x.csv' && file !== 'x.xml')).toEqual([
        'ok.yaml',
      ])
    })
  }

  test('is not begun where the command line is wrong', () => {
    shell('$peering sim ok.yaml --out x.json --out d.pdf')
    expect(readdirSync(dir)).toEqual(['ok.yaml'])
  })

  test('can be a device, and no directory or pipe that nobody reads', () => {
    mkdirSync(join(dir, 'd.json'))
    shell('mkfifo p.json')
    expect(shell('$peering sim ok.yaml --out d.json')).toEqual(
      said(2, 'peering: Cannot write d.json: it is a directory, not a file'),
    )
    expect(shell('$peering sim ok.yaml --out p.json').stderr).toMatch(
      /nobody is at its other end$/m,
    )
    expect(shell('$peering sim ok.yaml --trace /dev/stdout --quiet | grep -c fact').status).toBe(0)
  })
})

describe('a file that cannot be read', () => {
  const table: readonly (readonly [line: string, words: string])[] = [
    ['sim /dev/zero', 'peering: Cannot read /dev/zero: it is longer than 1024 KiB'],
    ['trace /dev/zero', 'peering: /dev/zero: this is no trace: a line is longer than any event'],
    [
      'sim zero.yaml',
      'zero.yaml:4:15: Cannot read the policy /dev/zero: it is longer than 256 KiB',
    ],
    ['sim bad.yaml', 'bad.yaml:4:15: bad.ts:2:1: this does not parse: Unexpected token'],
    ['sim list.yaml', 'list.yaml:7:37: bad.ts:1:1: there is no arrival time in it'],
    ['sim latin.yaml', 'peering: Cannot read latin.yaml: it is not UTF-8: save it as UTF-8'],
    ['sim pipe', 'peering: Cannot read pipe: nothing came from it in 5 s'],
    ['sim - < latin.yaml', 'peering: Cannot read the standard input: it is not UTF-8: save it as'],
    ['sim - < /dev/zero', 'peering: Cannot read the standard input: it is longer than 1024 KiB'],
  ]
  for (const [line, words] of table) {
    test(`is told in a line: ${line}`, () => {
      const policy = (file: string) => SCENARIO.replace('A: {}', `A: {policy: ${file}}`) + LOAD
      writeFileSync(join(dir, 'zero.yaml'), policy('/dev/zero'))
      writeFileSync(join(dir, 'bad.yaml'), policy('./bad.ts'))
      writeFileSync(join(dir, 'bad.ts'), 'export default peers => peers[0\n')
      writeFileSync(
        join(dir, 'list.yaml'),
        `${SCENARIO}  - {at: A, executor: replay, file: bad.ts}\n`,
      )
      writeFileSync(join(dir, 'latin.yaml'), Buffer.from(`${SCENARIO}#caf\xe9\n`, 'latin1'))
      shell('mkfifo pipe')
      const { status, stderr } = shell(`$peering ${line}`)
      expect(stderr.slice(0, words.length)).toBe(words)
      expect({ status, lines: stderr.split('\n').length }).toEqual({ status: 2, lines: 2 })
    })
  }
})
