/** What can be shown where. */

import { expect, test } from 'vitest'
import { chalkOf, isScreen } from '../../src/cli/output/terminal.js'

test.each([
  ['a terminal', true, {}, true, 1],
  ['a pipe', false, {}, false, 0],
  ['a dumb terminal', true, { TERM: 'dumb' }, false, 0],
  ['a terminal with NO_COLOR', true, { NO_COLOR: '1' }, true, 0],
  ['a terminal with an empty NO_COLOR', true, { NO_COLOR: '' }, true, 1],
  ['a pipe with FORCE_COLOR', false, { FORCE_COLOR: '1' }, false, 0],
  ['a terminal with FORCE_COLOR=0', true, { FORCE_COLOR: '0' }, true, 0],
  ['a dumb terminal with FORCE_COLOR', true, { TERM: 'dumb', FORCE_COLOR: '1' }, false, 1],
  ['FORCE_COLOR and NO_COLOR', true, { FORCE_COLOR: '1', NO_COLOR: '1' }, true, 1],
] as const)('%s', (_name, isTTY, environment, screen, level) => {
  const stream = { isTTY } as NodeJS.WriteStream
  expect(isScreen(stream, environment)).toBe(screen)
  expect(chalkOf(stream, environment).level).toBe(level)
})
