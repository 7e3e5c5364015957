/** The policy that a command line names: by its name, or by the path of a file. */

import { type OnPolicyRead, readPolicy } from '../policy/read.js'
import { parsePolicy } from '../scenario/parse-policy.js'
import type { ClusterPlan } from '../scenario/plan.js'
import { option } from './options.js'

/**
 * With its code, if it is a file; undefined if none is said.
 *
 * @throws UsageError that says what is wrong with the word or with the file.
 */
export function policyOf(
  argv: { readonly policy?: unknown },
  onRead: OnPolicyRead,
): ClusterPlan['policy'] | undefined {
  return option(argv, 'policy', word => readPolicy(parsePolicy(word), onRead))
}
