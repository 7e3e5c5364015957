/** How a policy is said, in files and on command lines: by its name, or by the path of a file. */

import { POLICY_NAMES, type PolicyName } from '../broker/policy.js'
import type { PolicyFile } from '../broker/policy-file.js'
import { quoted, suggest } from './messages.js'
import { UsageError } from './usage-error.js'

/** What is a file: a name with a slash, or of that ending. */
export const POLICY_FILE_PATTERN = '/|\\.[jt]s$'

/**
 * A policy; a file is not read yet.
 *
 * @param directory what a path is relative to, with a slash at its end; empty for where we are.
 * @throws UsageError for what is neither a name nor a path, with the nearest name.
 */
export function parsePolicy(said: string, directory = ''): PolicyName | PolicyFile {
  const name = POLICY_NAMES.find(known => known === said)
  if (name !== undefined) return name
  if (!new RegExp(POLICY_FILE_PATTERN).test(said)) {
    throw new UsageError(sayUnknownPolicy(said))
  }
  return { file: said.startsWith('/') ? said : directory + said.replace(/^(?:\.\/)+(?=.)/, '') }
}

export function sayUnknownPolicy(said: string): string {
  return `${quoted(said)} is unknown: ${suggest(said, POLICY_NAMES)}`
}

/** A policy as it was said. */
export function sayPolicy(policy: PolicyName | PolicyFile): string {
  return typeof policy === 'string' ? policy : policy.file
}
