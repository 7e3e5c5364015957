/** What the system says when a file cannot be used, in words for people. */

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { describeError } from '../../src/base/describe-error.js'

const dir = mkdtempSync(join(tmpdir(), 'peering-words-'))
const file = join(dir, 'a-file')
writeFileSync(file, '')
afterAll(() => rmSync(dir, { recursive: true }))

describe('the words for what went wrong', () => {
  test.each<[string, () => unknown, string]>([
    ['no file', () => readFileSync(join(dir, 'none')), 'no such file or directory'],
    ['a directory', () => readFileSync(dir), 'it is a directory, not a file'],
    [
      'a path through a file',
      () => readFileSync(join(file, 'below')),
      'part of this path is a file, not a directory',
    ],
    ['a file to be a directory', () => mkdirSync(file), 'it is a file, not a directory'],
    ['a name too long', () => readFileSync(join(dir, 'x'.repeat(300))), 'the name is too long'],
  ])('of the system, for %s, have neither code nor call', (_, use, words) => {
    expect(describeError(thrownBy(use))).toBe(words)
  })

  test.each([
    ['EACCES', 'permission denied'],
    ['ENOSPC', 'no space is left on the disk'],
    ['EROFS', 'the disk is read-only'],
    ['ENEW', "ENEW: what is new, open 'x'"],
  ])('for %s are "%s"', (code, words) => {
    const error = new Error(`${code}: what is new, open 'x'`)
    expect(describeError(Object.assign(error, { code }))).toBe(words)
  })

  test('are the message of any other error, or whatever was thrown', () => {
    expect(describeError(new Error('a bug'))).toBe('a bug')
    expect(describeError('a word')).toBe('a word')
  })
})

function thrownBy(use: () => unknown): unknown {
  try {
    return use()
  } catch (error) {
    return error
  }
}
