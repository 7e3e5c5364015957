/** The contract suite on real sockets. */

import { openCloud } from 'peering'
import { LiveDrive } from '../contract/live-drive.js'
import { scriptSuite } from '../contract/script.js'
import { contractOf } from '../contract/suite.js'

contractOf(plan => new LiveDrive(plan), { concurrent: true })

scriptSuite('live', openCloud)
