/** The contract suite on real sockets. */

import { openCloud, runScenario } from 'peering'
import { LiveDrive } from '../contract/live-drive.js'
import { scenarioSuite } from '../contract/scenario.js'
import { scriptSuite } from '../contract/script.js'
import { contractOf } from '../contract/suite.js'

contractOf(plan => new LiveDrive(plan), { concurrent: true })

scriptSuite('live', openCloud)

scenarioSuite('live', runScenario)
