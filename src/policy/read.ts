/** Policy files that a plan names: read, made into code, and tried before anything is begun. */

import { describeError } from '../base/describe-error.js'
import type { PolicyName } from '../broker/policy.js'
import type { PolicyFile } from '../broker/policy-file.js'
import type { Located } from '../scenario/arrivals.js'
import { POLICY_BYTES_MAX } from '../scenario/limits.js'
import type { ScenarioPlan } from '../scenario/scenario-plan.js'
import { UsageError } from '../scenario/usage-error.js'
import { compilePolicy } from './compile.js'
import { readTextFile } from './read-file.js'
import { runPolicy } from './run.js'

/** Gets the text of each policy file that is read. */
export type OnPolicyRead = (file: string, text: string) => void

/**
 * A policy with its code, where it is a file; all else as it is.
 *
 * @throws UsageError that says what is wrong with the file, and where.
 */
export function readPolicy(
  policy: PolicyName | PolicyFile,
  onRead: OnPolicyRead = () => {},
): PolicyName | PolicyFile {
  if (typeof policy === 'string' || policy.code !== undefined) return policy
  const { file } = policy
  const text = textOf(file)
  const read = { file, code: compilePolicy(text, file) }
  runPolicy(read)
  onRead(file, text)
  return read
}

/**
 * The plan of a scenario with the code of all policies that are files; a plan that has it stays as
 * it is.
 *
 * @param located says of what goes wrong with a file where it is named.
 * @throws UsageError that says what is wrong with a file, and where.
 */
export function withPolicies(
  plan: ScenarioPlan,
  onRead?: OnPolicyRead,
  located: Located = (_file, what) => what(),
): ScenarioPlan {
  const read = new Map<string, PolicyName | PolicyFile>()
  const codeOf = (policy: PolicyName | PolicyFile) => {
    if (typeof policy === 'string') return policy
    const { file } = policy
    const known = read.get(file) ?? located(file, () => readPolicy(policy, onRead))
    read.set(policy.file, known)
    return known
  }
  const clusters = Object.entries(plan.clusters).map(
    ([name, spec]) => [name, { ...spec, policy: codeOf(spec.policy) }] as const,
  )
  return { ...plan, clusters: Object.fromEntries(clusters) }
}

function textOf(file: string): string {
  try {
    return readTextFile(file, POLICY_BYTES_MAX)
  } catch (error) {
    throw new UsageError(`Cannot read the policy ${file}: ${describeError(error)}`)
  }
}
