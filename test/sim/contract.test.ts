/** The contract suite in virtual time. */

import { SimDrive } from '../contract/sim-drive.js'
import { contractOf } from '../contract/suite.js'

contractOf(plan => new SimDrive(plan), { concurrent: false })
