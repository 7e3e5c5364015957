/** What `npm run broken-lessons` breaks is there to be broken: the run itself takes minutes. */

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { LESSONS } from '../src/lessons/catalogue.js'

interface Mutation {
  readonly part: number
  readonly why: string
  /** Under `src`; without it the file of the lesson. */
  readonly file?: string
  readonly find: string
  readonly replace: string
}

const lists = ['sockets', 'brokers', 'clouds'].map(async list => {
  const url = new URL(`../scripts/broken-lessons/${list}.mjs`, import.meta.url)
  return Object.values(await import(url.href)) as Record<string, readonly Mutation[]>[]
})
const BROKEN = Object.assign({}, ...(await Promise.all(lists)).flat()) as Record<
  string,
  readonly Mutation[]
>

test('nothing is broken under a lesson that is none', () => {
  const names = LESSONS.map(({ name }) => name)
  expect(Object.keys(BROKEN).filter(name => !names.includes(name))).toEqual([])
})

describe.each(LESSONS)('under the lesson $name', ({ name, load }) => {
  const mutations = BROKEN[name] ?? []

  test('each part is broken', async () => {
    const { parts } = (await load()).lesson
    const broken = new Set(mutations.map(({ part }) => part))
    expect([...broken].sort()).toEqual(parts.map((_, index) => index + 1))
  })

  test.each(mutations)('this can be broken: $why', ({ file = `lessons/${name}.ts`, find }) => {
    const text = readFileSync(`src/${file}`, 'utf8')
    expect(text.split(find).length - 1, `src/${file} has it once`).toBe(1)
  })
})
