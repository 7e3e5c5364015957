/** Names of clusters that are, or look like, commands. */

import { describe, expect, test } from 'vitest'
import { refuseCommands, refuseSlip, withoutDashes } from '../../src/cli/command-names.js'
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
    ['compleshun', 'peering completion A B'],
    ['competion', 'peering completion A B'],
    ['simm', 'peering sim A B'],
    ['upp', 'peering up A B'],
    ['list', 'peering run --list'],
    ['version', 'peering --version'],
    ['start', 'peering up A B'],
    ['x.yaml', 'peering run x.yaml'],
  ])('that comes first is not called %s, for which people mean %s', (name, meant) => {
    expect(() => refuseSlip(name, ['A', 'B'])).toThrow(
      new UsageError(
        `"${name}" is no command: did you mean "${meant}"? ` +
          `A cluster of that name: peering -- ${name} A B`,
      ),
    )
  })

  test('that comes first is not called help, which leads to that of a command', () => {
    const says = (others: string[]) => () => refuseSlip('help', others)
    expect(says([])).toThrow('"help" is no command: did you mean "peering --help"?')
    expect(says(['sim'])).toThrow('"help" is no command: did you mean "peering sim --help"?')
  })

  test('after two dashes is one, whatever it is called, unless it is a command', () => {
    expect(withoutDashes(['--', 'list', 'B', '--for', '1s'])).toEqual(['list', 'B', '--for', '1s'])
    expect(withoutDashes(['--for', '1s', '--', 'list'])).toEqual(['list', '--for', '1s'])
    expect(() => withoutDashes(['--', 'up', 'A'])).toThrow('"up" is the name of a command')
  })

  test.each(['ps', 'status', 'stop', 'config'])('that comes first is not called %s', name => {
    expect(() => refuseSlip(name)).toThrow(
      `"${name}" is no command: "peering --help" lists them. ` +
        `A cluster of that name: peering -- ${name}`,
    )
  })

  test.each(['DC1', 'A', 'UP', 'Sims', 'us', 'eu', 'run1', 'sim1', 'west', 'london', 'cluster'])(
    'may be called %s',
    name => {
      refuseCommands([name])
      refuseSlip(name)
    },
  )
})
