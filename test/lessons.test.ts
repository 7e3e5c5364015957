/** The texts of lessons: what every one of them must have to be asked, and to be read. */

import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { LESSONS } from '../src/lessons/catalogue.js'

describe.each(LESSONS)('the lesson $name', ({ name, load }) => {
  test('asks what one of its choices answers', async () => {
    for (const { choices, answer } of (await load()).lesson.parts) {
      expect(choices).toContain(answer)
      expect(choices.length).toBeGreaterThan(1)
      expect(new Set(choices).size).toBe(choices.length)
    }
  })

  test('tells its texts without the margin of its program', async () => {
    for (const { text, because } of (await load()).lesson.parts) {
      for (const one of [text, because]) expect(one).not.toMatch(/^\s|\n[^\S\n]|\s$/)
    }
  })

  test('has a program, whose part to look at is marked', () => {
    const source = readFileSync(`src/lessons/${name}.ts`, 'utf8')
    const marks = source.match(/\/\/ #(region look|endregion)/g) ?? []
    expect(marks.length).toBeGreaterThan(0)
    for (const [index, mark] of marks.entries()) {
      expect(mark).toBe(index % 2 === 0 ? '// #region look' : '// #endregion')
    }
    expect(marks.length % 2).toBe(0)
  })
})

test('every lesson that is written is in the catalogue, under a name of its own', () => {
  const files = readdirSync('src/lessons').filter(file =>
    readFileSync(`src/lessons/${file}`, 'utf8').startsWith('/** Lesson: '),
  )
  const names = LESSONS.map(({ name }) => name)
  expect(files.map(file => file.replace('.ts', '')).sort()).toEqual([...names].sort())
})
