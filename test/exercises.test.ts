/** The exercises of docs/teaching.md: they fit the program as it is now. */

import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { LESSONS } from '../src/lessons/catalogue.js'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const page = readFileSync(`${ROOT}/docs/teaching.md`, 'utf8')
const files = readdirSync(`${ROOT}/exercises`)

describe.each(files.filter(file => file.endsWith('.patch')))('exercises/%s', file => {
  test('still fits the broker, and nothing else', () => {
    const args = ['apply', '--check', '--verbose', `exercises/${file}`]
    const { status, stderr } = spawnSync('git', args, { cwd: ROOT, encoding: 'utf8' })
    expect(stderr).toMatch(/^Checking patch src\/broker\/[\w-]+\.ts\.\.\.\n(?:Hunk .*\n)*$/)
    expect(status).toBe(0)
  })
})

describe('docs/teaching.md', () => {
  test('has every exercise', () => {
    expect(files.filter(file => !page.includes(`exercises/${file}`))).toEqual([])
  })

  test('names lessons that there are', () => {
    const names = [...page.matchAll(/peering lesson ([\w-]+)/g)].map(([, name]) => name)
    expect(names.length).toBeGreaterThan(5)
    const known = LESSONS.map(({ name }) => name)
    expect(names.filter(name => !known.includes(name ?? ''))).toEqual([])
  })
})
