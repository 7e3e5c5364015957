/** The commands, in the order of the help: a new one is a folder, a line here, and a name. */

import { SELF } from './cluster/self.js'
import { UP } from './cluster/up.js'
import type { Command } from './command.js'
import { COMPARE } from './compare/command.js'
import { FUZZ } from './fuzz/command.js'
import { LESSON } from './lesson/command.js'
import { REPLAY } from './replay/command.js'
import { RUN } from './run/command.js'
import { SIM } from './sim/command.js'
import { TRACE } from './trace/command.js'

/** The one without a name: what it begins with is a cluster's. */
export const NAMELESS: Command = SELF

/** All others. */
export const COMMANDS: readonly Command[] = [UP, RUN, SIM, FUZZ, REPLAY, TRACE, COMPARE, LESSON]

/** The command that a command line starts. */
export function commandOf([first = '']: readonly string[]): Command {
  return COMMANDS.find(({ name }) => name === first) ?? NAMELESS
}
