/** Policy files for tests. */

import type { PolicyFile, SparePeer } from '../../src/broker/policy-file.js'
import { compilePolicy } from '../../src/policy/compile.js'

export const sparePeers = (...names: readonly string[]): SparePeer[] =>
  names.map((name, index) => ({ name, capacity: index + 1, outstanding: 0, ageMs: 10 * index }))

/** A policy that is `mine.js`, of what it exports. */
export function policyFile(choose: string): PolicyFile {
  return { file: 'mine.js', code: compilePolicy(`export default ${choose}`, 'mine.js') }
}
