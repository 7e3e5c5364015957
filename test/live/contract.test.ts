/** The contract suite on real sockets. */

import { contractOf } from '../support/contract.js'
import { LiveDrive } from '../support/live-drive.js'

contractOf(plan => new LiveDrive(plan), true)
