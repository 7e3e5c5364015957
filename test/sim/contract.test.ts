/** The contract suite in virtual time. */

import { contractOf } from '../support/contract.js'
import { SimDrive } from '../support/sim-drive.js'

contractOf(plan => new SimDrive(plan), false)
