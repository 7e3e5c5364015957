/** The contract suite in virtual time. */

import { openCloud } from '../../src/run/cloud.js'
import { scriptSuite } from '../contract/script.js'
import { SimDrive } from '../contract/sim-drive.js'
import { contractOf } from '../contract/suite.js'

contractOf(plan => new SimDrive(plan), { concurrent: false })

scriptSuite('sim', openCloud)
