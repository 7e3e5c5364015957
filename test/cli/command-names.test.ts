/** Names of clusters that are, or look like, commands. */

import { describe, expect, test } from 'vitest'
import { refuseCommands, refuseSlip } from '../../src/cli/command-names.js'
import { UsageError } from '../../src/scenario/usage-error.js'

describe('a cluster', () => {
  test.each(['up', 'sim', 'compare', 'completion', 'run', 'help'])(
    'cannot be called %s',
    command => {
      expect(() => refuseCommands(['DC1', command])).toThrow(
        new UsageError(
          `"${command}" is the name of a command and cannot be a cluster: choose another name`,
        ),
      )
    },
  )

  test.each(['true', 'false'])('cannot be called %s, which is meant for a flag', word => {
    expect(() => refuseCommands(['DC1', word])).toThrow(/leave it out; --json and --quiet take no/)
  })

  test.each([
    ['compleshun', 'completion'],
    ['competion', 'completion'],
    ['simm', 'sim'],
  ])('that comes first is not called %s, which looks like %s', (name, command) => {
    expect(() => refuseSlip(name)).toThrow(
      new UsageError(
        `"${name}" is no command: did you mean "${command}"? For a cluster choose another name`,
      ),
    )
  })

  test.each(['DC1', 'A', 'UP', 'Sims', 'sin', 'ups', 'run1', 'sim1', 'west', 'london', 'cluster'])(
    'may be called %s',
    name => {
      refuseCommands([name])
      refuseSlip(name)
    },
  )
})
