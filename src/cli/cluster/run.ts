/** The commands `peering <self> [peers..]` and `peering up <names..>`. */

import { Cluster } from '../../live/cluster.js'
import { ClusterProcess } from '../../live/cluster-process.js'
import { guardThisProcess } from '../../live/memory-guard.js'
import { sweepOwnDirectory } from '../../live/run-directory.js'
import type { NamedText } from '../../run/provenance.js'
import { UsageError } from '../../scenario/usage-error.js'
import { refuseCommands, refuseSlip } from '../command-names.js'
import { outputOf } from '../output/outputs.js'
import { provenanceOf } from '../provenance.js'
import type { ClusterArguments } from './options.js'
import { plansOf, runOptions } from './plans.js'
import { Session } from './session.js'

/** One cluster, in this process, until Ctrl-C. */
export async function runSelf(
  self: string,
  peers: readonly string[],
  argv: ClusterArguments,
): Promise<number> {
  // After two dashes, people mean what they say.
  if (!process.argv.includes('--')) refuseSlip(self, peers)
  refuseCommands([self, ...peers])
  const options = runOptions(argv)
  const files: NamedText[] = []
  const plans = plansOf([{ self, peers }], argv, (file, text) => files.push({ file, text }))
  plans.forEach(Cluster.check)
  guardThisProcess()
  const session = new Session({
    name: self,
    plans,
    start: Cluster.start,
    output: await outputOf([self, ...peers].join(' '), options),
    forMs: options.forMs,
    ...provenanceOf(argv, { files }),
  })
  return runSession(session, argv)
}

/** Several clusters, each in a process of its own, all peers of each other. */
export async function runUp(names: readonly string[], argv: ClusterArguments): Promise<number> {
  refuseCommands(names)
  const options = runOptions(argv)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice) throw new UsageError(`The cluster ${twice} is named twice: name each once`)
  const files: NamedText[] = []
  const plans = plansOf(
    names.map(self => ({ self, peers: names.filter(name => name !== self) })),
    argv,
    (file, text) => files.push({ file, text }),
  )
  plans.forEach(Cluster.check)
  const session = new Session({
    name: 'up',
    plans,
    start: ClusterProcess.start,
    output: await outputOf(`up ${names.join(' ')}`, options),
    forMs: options.forMs,
    ...provenanceOf(argv, { files }),
  })
  return runSession(session, argv)
}

async function runSession(session: Session, argv: ClusterArguments): Promise<number> {
  if (argv.dir === undefined) await sweepOwnDirectory()
  // A reader that goes, as in `peering DC1 | head`, ends the session like Ctrl-C.
  process.stdout.on('error', () => session.end())
  // A process that dies with its threads at work is aborted by libzmq: a bug, too, ends in order.
  process.on('uncaughtException', error => session.fail(error))
  return session.run()
}
