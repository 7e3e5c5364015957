/** The contract suite on real sockets. */

import { LiveDrive } from '../contract/live-drive.js'
import { contractOf } from '../contract/suite.js'

contractOf(plan => new LiveDrive(plan), { concurrent: true })
