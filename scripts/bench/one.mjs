/** Measures one set-up: starts it, warms it up, counts for some seconds, tells its parent. */

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Cluster, clusterPlan, Metrics } from 'peering'
import { startEcho, startLeast, startProxy } from './proxy.mjs'
import { threadTimes, timesSince } from './thread-times.mjs'

const WARM_UP_MS = 1000
const READER = new URL('./trace-reader.mjs', import.meta.url)

const setup = JSON.parse(process.argv[2])
const dir = mkdtempSync(join(tmpdir(), 'bench-'))
const shared = {
  dir,
  seed: 1,
  workers: setup.workers,
  local: setup.local ?? 'ipc',
  workerSockets: setup.workerSockets ?? 'own',
  ...(setup.trace === 'written' && { tracesTo: dir }),
  service: { kind: 'constant', ms: 0 },
  loads: [
    {
      clients: setup.clients,
      bodyBytes: setup.bodyBytes,
      sockets: setup.sockets ?? 'own',
      load: { kind: 'closed', think: { kind: 'constant', ms: 0 } },
      timeoutMs: 60_000,
    },
  ],
}

const started = performance.now()
const running = await start()
const readyMs = performance.now() - started
for (const cluster of running) cluster.begin()
const reader = setup.trace === 'read' ? fork(READER, [dir]) : undefined
await after(WARM_UP_MS)
await Promise.all(running.map(cluster => cluster.report()))

const metrics = new Metrics()
const from = performance.now()
const cpuBefore = process.cpuUsage()
const threadsBefore = threadTimes()
await after(1000 * setup.seconds)
const reports = await Promise.all(running.map(cluster => cluster.report()))
const seconds = (performance.now() - from) / 1000
const cpu = process.cpuUsage(cpuBefore)
const threads = timesSince(threadsBefore)
for (const { counts } of reports) metrics.add(counts)
const { done, latencyMs } = metrics.totals()
const result = {
  tasksPerSecond: done / seconds,
  p50Ms: latencyMs.p50,
  p99Ms: latencyMs.p99,
  cpuUs: (cpu.user + cpu.system) / done,
  ...threadUs(),
  rssMiB: process.memoryUsage().rss / 2 ** 20,
  readyMs,
}
await new Promise(resolve => process.send(result, resolve))
await Promise.all(running.map(cluster => cluster.stop()))
// Its events end with the cluster.
if (reader) await once(reader, 'exit')
rmSync(dir, { recursive: true, force: true })
process.disconnect()

function start() {
  switch (setup.kind) {
    case 'cluster':
      return Promise.all([Cluster.start(clusterPlan({ ...shared, self: 'A' }))])
    case 'proxy':
      return Promise.all([startProxy(clusterPlan({ ...shared, self: 'A' }))])
    case 'least':
      return Promise.all([startLeast(clusterPlan({ ...shared, self: 'A' }))])
    case 'echo':
      return Promise.all([startEcho(clusterPlan({ ...shared, self: 'A' }))])
    // A has clients but no workers, B has workers but no clients: every task is delegated.
    case 'delegated':
      return Promise.all([
        Cluster.start(clusterPlan({ ...shared, self: 'A', peers: ['B'], workers: 0 })),
        Cluster.start(clusterPlan({ ...shared, self: 'B', peers: ['A'], loads: [] })),
      ])
  }
}

/**
 * The processor's time for a task, by kind of thread: of the three that do most, the one that
 * started first is the broker's or the proxy's, the next the workers', the last the clients'.
 */
function threadUs() {
  const node = threads.filter(({ name }) => name === 'node')
  const [least] = node
    .map(({ us }) => us)
    .sort((a, b) => b - a)
    .slice(2, 3)
  const [hub, workers, clients] = node.filter(({ us }) => us >= least).map(({ us }) => us / done)
  const io = sum(threads.filter(({ name }) => name.startsWith('ZMQbg'))) / done
  const othersUs = sum(threads) / done - hub - workers - clients - io
  return { hubUs: hub, workersUs: workers, clientsUs: clients, ioUs: io, othersUs }
}

function sum(threads) {
  return threads.reduce((all, { us }) => all + us, 0)
}

function after(ms) {
  return new Promise(resolve => setTimeout(resolve, ms))
}
