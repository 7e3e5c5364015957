/** The roles that a thread can take, with all they need: apart, because it takes time to load. */

import { brokerRole } from './broker-role.js'
import { poolRole } from './pool-role.js'
import type { Host, Role } from './role.js'
import { prepareContext } from './sockets.js'
import type { ThreadRole } from './thread-roles.js'

/** Opens the sockets of a role; a broker's are bound then. */
export async function openRole(data: ThreadRole, host: Host): Promise<Role> {
  prepareContext(data.plan)
  return data.role === 'broker' ? brokerRole(data.plan, host) : poolRole(data, host)
}
