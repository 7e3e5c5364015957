/** Lessons in a terminal: what is listed there fits it. */

import { describe, expect, test } from 'vitest'
import { TextLessons } from '../src/cli/lesson/text-output.js'
import { LESSONS } from '../src/lessons/catalogue.js'

function listedIn(columns: number): string[] {
  const written: string[] = []
  const stream = { columns, isTTY: false, write: (text: string) => written.push(text) }
  new TextLessons(stream as unknown as NodeJS.WriteStream).list(LESSONS, new Set())
  return written.join('').split('\n')
}

describe('the list of lessons', () => {
  test.each([60, 80, 200])('has no line longer than a terminal of %i columns', columns => {
    expect(listedIn(columns).filter(line => line.length > columns)).toEqual([])
  })

  test('goes on under the text of a lesson, not under its number', () => {
    const second = listedIn(60).find(line => line.endsWith('all ten pairs tried'))
    expect(second).toMatch(/^ {18}\S/)
  })
})
