/** The roles that a thread can take, with all they need: apart, because it takes time to load. */

import { brokerRole } from './broker-role.js'
import { clientRole } from './client-role.js'
import { prepareContext } from './sockets.js'
import type { AnyRole, Host, ThreadRole } from './thread-protocol.js'
import { workerRole } from './worker-role.js'

/** Opens the sockets of a role; a broker's are bound then. */
export async function openRole(data: ThreadRole, host: Host): Promise<AnyRole> {
  prepareContext(data.plan)
  switch (data.role) {
    case 'broker':
      return brokerRole(data.plan, host)
    case 'clients':
      return clientRole(data, host)
    case 'workers':
      return workerRole(data, host)
  }
}
