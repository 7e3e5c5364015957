/** What is broken in lessons on the cloud: the machines, mostly, and what stands in for them. */

// Of one thing broken several lessons, or parts, have to notice.

const LOCK_STEP = {
  why: 'a peer gets one task at a time',
  file: 'broker/cloud-flow.ts',
  find: "if (!this.#waiting.has('localfe') || this.#capacity <= 0) return false",
  replace: `if (!this.#waiting.has('localfe') || this.#capacity <= 0) return false
    if (this.#peers.all().some(({ outstanding }) => outstanding.size > 0)) return false`,
}

const ONE_NUMBER = {
  why: 'what one peer tells is kept for all',
  file: 'broker/state-flow.ts',
  find: 'this.#peers.hear(peer, capacity, now)',
  replace: 'for (const each of this.#peers.all()) this.#peers.hear(each, capacity, now)',
}

const NO_INTERVAL = {
  why: 'each change is told at once',
  file: 'broker/state-flow.ts',
  find: 'Math.max(now, this.#toldAt + stateIntervalMs)',
  replace: 'now',
}

const LOST = {
  why: 'what a dead peer had does not come home',
  file: 'broker/cloud-flow.ts',
  find: 'for (const task of had.reverse()) this.#waiting.requeue(task)',
  replace: '',
}

const CLOUD_FIRST = {
  why: 'a task leaves home while workers at home are idle',
  file: 'broker/broker.ts',
  find: 'if (hasWorker) {',
  replace: `if (origin === 'localfe') {
      this.#waiting.add(task)
      this.#cloud.delegateNext(now)
    } else if (hasWorker) {`,
}

export const BROKEN_CLOUDS = {
  ideas: [
    {
      part: 1,
      why: 'workers say READY to the broker at home alone',
      find: 'for (const broker of brokers) {',
      replace: `for (const broker of brokers.filter((_, at) => worker.startsWith(\`DC\${at + 1}\`))) {`,
    },
    { part: 2, ...CLOUD_FIRST },
    {
      part: 3,
      file: 'lessons/super-broker.ts',
      why: 'clusters are peers beside the super-broker',
      find: 'peers: [SUPER] }',
      replace: 'peers: [SUPER, ...names.filter(one => one !== name)] }',
    },
    {
      part: 3,
      file: 'lessons/super-broker.ts',
      why: 'the super-broker speaks whenever it hears of anybody',
      find: "if (inlet === 'statebe') this.#tell(now)",
      replace: "if (inlet === 'statebe' || inlet === 'statefe') this.#tell(now)",
    },
    {
      part: 4,
      file: 'lessons/super-broker.ts',
      why: 'the super-broker finds no task for a reply',
      find: 'this.#passBack(textOf(id), rest)',
      replace: 'this.#passBack(textOf(from), rest)',
    },
    {
      part: 4,
      why: 'the super-broker lives on',
      find: "faults: [{ at: '2s', kill: SUPER }]",
      replace: "faults: [{ at: '2s', kill: 'DC3' }]",
    },
  ],
  federation: [
    {
      part: 1,
      file: 'lessons/federated-broker.ts',
      why: 'the federation tells of all free workers',
      find: 'busy.has(name) ? 0 : Math.min(1, free.get(name) ?? 0)',
      replace: 'free.get(name) ?? 0',
    },
    { part: 2, ...LOCK_STEP },
    {
      part: 3,
      file: 'lessons/federated-broker.ts',
      why: 'the federation sends the next task before it has its answer',
      find: 'busy.add(name)',
      replace: '',
    },
    { part: 3, ...LOCK_STEP },
  ],
  'six-sockets': [
    {
      part: 1,
      file: 'lessons/real-broker.ts',
      why: 'statebe does not bind',
      find: "await sockets.statebe.bind(at('state'))",
      replace: '',
    },
    {
      part: 2,
      file: 'broker/local-flow.ts',
      why: 'an answer leaves by cloudbe',
      find: 'this.#ports.send(task.origin, reply)',
      replace: "this.#ports.send(task.origin === 'cloudfe' ? 'cloudbe' : 'localfe', reply)",
    },
    {
      part: 3,
      file: 'live/sockets.ts',
      why: 'statefe does not subscribe',
      find: 'socket.subscribe()',
      replace: '',
    },
  ],
  peering1: [
    {
      part: 1,
      file: 'broker/state-flow.ts',
      why: 'the broker tells a new subscriber nothing',
      find: 'if (textOf(message[0])[0] === SUBSCRIBE) this.#greet(now)',
      replace: '',
    },
    { part: 2, ...NO_INTERVAL },
    {
      part: 2,
      file: 'broker/state-flow.ts',
      why: 'there is no heartbeat',
      find: '? this.#toldAt + heartbeatMs',
      replace: '? NEVER',
    },
    {
      part: 3,
      why: 'the queue of the sender is as long as ever',
      find: 'sendHighWaterMark: 2, ',
      replace: '',
    },
  ],
  peering2: [
    { part: 1, ...CLOUD_FIRST },
    {
      part: 2,
      file: 'broker/cloud-flow.ts',
      why: 'no delegation id is pushed',
      find: 'toSpliced(0, 0, peer.name, id)',
      replace: 'toSpliced(0, 0, peer.name)',
    },
    {
      part: 3,
      file: 'broker/cloud-flow.ts',
      why: 'an answered task is not forgotten',
      find: 'if (this.#peers.replied(peer, delegation, now)) {',
      replace: 'if (now < 0) {',
    },
  ],
  peering3: [
    {
      part: 1,
      file: 'broker/broker.ts',
      why: 'what finds no ready worker here waits for one, whatever peers have free',
      find: 'return this.#cloud.delegateNext(now)',
      replace: 'return false',
    },
    {
      part: 2,
      file: 'broker/broker.ts',
      why: 'the end of a connection is not looked at',
      find: `this.#cloud.expirePeer(peer)
    this.#dispatch(now)
  }`,
      replace: '}',
    },
    { part: 2, ...LOST },
  ],
  failures: [
    { part: 1, ...LOST },
    {
      part: 1,
      file: 'broker/peers.ts',
      why: 'nobody is forgotten for his silence',
      find: 'ttlMs === 0 ? NEVER : ttlMs',
      replace: 'ttlMs === NEVER ? ttlMs : NEVER',
    },
    {
      part: 2,
      file: 'broker/policy.ts',
      why: 'the rule of the Guide knows a number for each peer',
      find: 'capacity: peers => (peers.haveRoom ? peers.lastAdvertised : 0)',
      replace: 'capacity: peers => peers.totalCapacity',
    },
    { part: 2, ...ONE_NUMBER },
    {
      part: 3,
      file: 'broker/policy.ts',
      why: 'the rule of the Guide chooses among those that have room',
      find: 'pick(peers.withRoom(), random)',
      replace: 'pick(peers.withCapacity(), random)',
    },
    { part: 3, ...ONE_NUMBER },
  ],
  herd: [
    {
      part: 1,
      file: 'broker/policy.ts',
      why: 'two-choices leaves nothing to chance',
      find: 'amongSpare(betterOfTwo)',
      replace: 'amongSpare((spare, random) => best(spare, random, peer => peer.usable))',
    },
    {
      part: 1,
      file: 'broker/policy.ts',
      why: 'most-capacity chooses by chance',
      find: 'amongSpare((spare, random) => best(spare, random, peer => peer.usable))',
      replace: 'amongSpare((spare, random) => pick(spare, random))',
    },
    {
      part: 2,
      file: 'broker/policy.ts',
      why: 'least-outstanding takes the peer that has most tasks of its own',
      find: '-peer.outstanding.size',
      replace: 'peer.outstanding.size',
    },
    { part: 2, ...NO_INTERVAL },
    { part: 3, ...NO_INTERVAL },
    {
      part: 3,
      file: 'broker/peers.ts',
      why: 'nothing is taken off what was told',
      find: 'Math.max(0, peer.capacity - 1)',
      replace: 'peer.capacity',
    },
  ],
}
