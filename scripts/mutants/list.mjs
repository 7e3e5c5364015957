/**
 * Bugs for fuzz to find: each is a text of a source file and what stands there instead. The text
 * occurs once, or not enough is given of it.
 *
 * @typedef {{ name: string, file: string, text: string, replacement: string }} Mutant
 */

const BROKER = 'src/broker/broker.ts'
const CLOUD = 'src/broker/cloud-flow.ts'
const CREDIT = 'src/broker/credit.ts'
const LOCAL = 'src/broker/local-flow.ts'
const PEERS = 'src/broker/peers.ts'
const STATE = 'src/broker/state-flow.ts'
const TIMEOUT = 'src/broker/reply-timeout.ts'
const WAITING = 'src/broker/pending-tasks.ts'
const REQUESTERS = 'src/broker/requesters.ts'
const WORKERS = 'src/broker/workers.ts'
const CLIENT = 'src/client/client.ts'

/** @type {[name: string, file: string, text: string, replacement: string][]} */
const ROWS = [
  ['slower heartbeat', STATE, '? this.#toldAt + heartbeatMs', '? this.#toldAt + 1.5 * heartbeatMs'],
  [
    'new subscriber not published to',
    STATE,
    'if (textOf(message[0])[0] === SUBSCRIBE) this.#greet(now)',
    '',
  ],
  ['spent credit not published', BROKER, 'this.#state.markCreditUsed()', ''],
  ['state interval ignored', STATE, 'this.#toldAt + stateIntervalMs', 'this.#toldAt'],
  [
    'one less published',
    STATE,
    '[self, String(this.#capacity)]',
    '[self, String(this.#capacity - 1)]',
  ],
  ['changes not published', BROKER, 'this.#state.setCapacity(this.#local.ready, now)', ''],
  [
    'silent peers believed',
    BROKER,
    'for (const peer of this.#peers.expired(now)) this.#cloud.expirePeer(peer)',
    '',
  ],
  [
    'closed connection ignored',
    BROKER,
    '|| !peer) return\n    this.#cloud.expirePeer(peer)\n',
    '|| !peer) return\n',
  ],
  [
    "a client's tasks in one row",
    REQUESTERS,
    'this.#lastHadMany ? this.#withMany : this.#withFew',
    'many ? this.#withMany : this.#withFew',
  ],
  [
    "peers' tasks dropped when they must wait",
    BROKER,
    '} else if (!this.#waiting.add(task))',
    "} else if (origin === 'localfe' && !this.#waiting.add(task))",
  ],
  ['tasks of who is gone kept', BROKER, 'this.#waiting.forget(origin, keyOf(reply[0]))', '0'],
  [
    'delegates before it assigns',
    BROKER,
    'if (this.#local.ready === 0) return this.#cloud.delegateNext(now)',
    'if (this.#cloud.delegateNext(now)) return true\n    if (this.#local.ready === 0) return false',
  ],
  ['no turns between frontends', WAITING, 'this.#turn = other(turn)', ''],
  [
    'requeue at the tail',
    WAITING,
    'this.#lines[task.origin].requeued.unshift(task, cameBefore)',
    'this.add(task)',
  ],
  [
    'requeued tasks dropped',
    WAITING,
    'this.#lines[task.origin].requeued.unshift(task, cameBefore)',
    '',
  ],
  [
    'stray worker not registered',
    LOCAL,
    "this.#ports.note('stray', workerName(message, address), 1)\n    if (!worker) this.#register(message, address)",
    "this.#ports.note('stray', workerName(message, address), 1)",
  ],
  ['reply not compared', LOCAL, '!echoes(task, message, at)', 'false'],
  [
    'busyCloud never falls',
    LOCAL,
    "if (assigned.task.origin === 'cloudfe') this.busyCloud--\n",
    '',
  ],
  ['bounced worker kept', LOCAL, 'this.#workers.forget(worker)', ''],
  [
    'READY of a busy worker ignored',
    LOCAL,
    'if (!worker.assigned) return\n',
    'if (worker) return\n',
  ],
  [
    "peers' replies to clients",
    LOCAL,
    'this.#ports.send(task.origin, reply)',
    "this.#ports.send('localfe', reply)",
  ],
  ['newest idle worker first', WORKERS, 'idle.push(worker)', 'idle.unshift(worker)'],
  [
    'order of requeued tasks reversed',
    WAITING,
    'task.order < later.order',
    'task.order > later.order',
  ],
  [
    'same ids in each incarnation',
    CLOUD,
    'Math.floor(ports.random() * 36 ** 8).toString(36)',
    "ports.random() < 1 ? '0' : '1'",
  ],
  [
    'late reply looked up at all peers',
    CLOUD,
    'const delegation = peer.outstanding.get(id)\n    if (!delegation) return this.#ports',
    `const all = this.#peers.all().map(({ outstanding }) => outstanding.get(id))
    const delegation = all.find(one => one !== undefined)
    if (!delegation) return this.#ports`,
  ],
  [
    'delegates on',
    CLOUD,
    "if (!this.#waiting.has('localfe') || this.#capacity <= 0) return false\n" +
      '    const peer = this.#policy.choose(this.#peers, this.#ports.random, now)\n' +
      '    const task = peer && this.#waiting.takeLocal()',
    'if (this.#waiting.size === 0 || this.#capacity <= 0) return false\n' +
      '    const peer = this.#policy.choose(this.#peers, this.#ports.random, now)\n' +
      '    const task = peer && this.#waiting.takeFair()',
  ],
  [
    'bounced delegation dropped',
    CLOUD,
    'this.#waiting.requeue(delegation.task)\n    this.#freed(',
    'this.#freed(',
  ],
  ['answered delegation kept', CLOUD, 'this.#peers.replied(peer, delegation, now)', 'now < 0'],
  ['closed peer stays live', PEERS, 'peer.isLive = false\n', ''],
  [
    'closed peer keeps its capacity',
    PEERS,
    'peer.capacity = 0\n    peer.isLive = false',
    'peer.isLive = false',
  ],
  ['delegations not taken off', PEERS, 'peer.capacity = Math.max(0, peer.capacity - 1)', ''],
  [
    'peers believed for twice the ttl',
    PEERS,
    'ttlMs === 0 ? NEVER : ttlMs',
    'ttlMs === 0 ? NEVER : 2 * ttlMs',
  ],
  [
    'waits for half the limit',
    TIMEOUT,
    'baseMs === 0 ? NEVER : baseMs',
    'baseMs === 0 ? NEVER : baseMs / 2',
  ],
  ['limits without bound', TIMEOUT, 'BACKOFF_MAX * this.#baseMs, 2 *', 'NEVER, 4 *'],
  ['tasks given up too soon', WAITING, '++task.misses > MISSES_MAX', '++task.misses > 2'],
  ['tasks never given up', WAITING, "if (++task.misses > MISSES_MAX) return 'given-up'", ''],
  [
    'one retry too few',
    CLIENT,
    'client.attempts > this.#options.retries',
    'client.attempts >= this.#options.retries',
  ],
  ['retries not counted', CLIENT, 'client.attempts++', ''],
  [
    'retry after half the timeout',
    CLIENT,
    'now + this.#options.timeoutMs',
    'now + this.#options.timeoutMs / 2',
  ],
  [
    'any answer taken',
    CLIENT,
    'signerOf(textOf(message[0]), client.task.id)',
    "signerOf(textOf(message[0]), client.task.id) ?? ''",
  ],
  ['one id for all tasks of a client', CLIENT, '++client.sequence', 'client.sequence'],
  [
    'credit without limit',
    CREDIT,
    'this.window = left > 1 ? Math.floor(left / 2) : least',
    'this.window = Math.max(1, least)',
  ],
  ['unproven workers first', WORKERS, 'isLonger ? this.#unproven', '!isLonger ? this.#unproven'],
]

/** @type {Mutant[]} */
export const MUTANTS = ROWS.map(([name, file, text, replacement]) => ({
  name,
  file,
  text,
  replacement,
}))

/** What is wrong with a mutant, given the text of its file; undefined if it applies. */
export function problemOf({ text, replacement }, source) {
  const places = source.split(text).length - 1
  if (places !== 1) return `its text is there ${places} times`
  return text === replacement ? 'it changes nothing' : undefined
}
