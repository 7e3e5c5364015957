/**
 * The mutants that unit tests leave alive, each with its reason: the line of the source, that line
 * with the bug in it, and why no test finds it. Those of no difference that anything could see
 * outside of the machine are equivalent.
 *
 * @typedef {{ file: string, line: string, mutated: string, why: string, isEquivalent: boolean }} Survivor
 */

/** Nothing outside of the machine can tell the two apart. */
const EQUIVALENT = {
  'src/broker/broker.ts': [
    [
      'nothing is done there in either',
      ["case 'statebe': // State is told again at the next heartbeat. break", "case 'statebe':"],
      ["case 'statebe':", 'case "":'],
    ],
    [
      'the same assignment, by a slower way: what is added while a worker is ready is placed at once',
      ['if (hasWorker) {', 'if (false) {'],
    ],
  ],
  'src/broker/cloud-flow.ts': [
    [
      'a body starts at 2 or later, or at -1',
      [
        'if (!peer || bodyStart(message, idAt) < 0) return this.#malformed()',
        'if (!peer || bodyStart(message, idAt) <= 0) return this.#malformed()',
      ],
    ],
    [
      'each task finds its place by its age, in whatever order they come home',
      [
        'for (const [{ name }, { task }] of missed.reverse()) {',
        'for (const [{ name }, { task }] of missed) {',
      ],
    ],
    [
      'what bounces was sent, and so to a peer',
      [
        'const delegation = peer?.outstanding.get(textOf(sent[1]))',
        'const delegation = peer.outstanding.get(textOf(sent[1]))',
      ],
    ],
  ],
  'src/broker/local-flow.ts': [
    [
      'nobody is assigned while none is ready, and who is busy has a task',
      ["if (!worker) throw new Error('no worker is ready')", 'if (!worker) throw new Error("")'],
      [
        "if (!worker) throw new Error('no worker is ready')",
        "if (false) throw new Error('no worker is ready')",
      ],
      [
        'if (!assigned) throw new Error(`worker ${worker.name} has no task`)',
        'if (!assigned) throw new Error(``)',
      ],
      [
        'if (!assigned) throw new Error(`worker ${worker.name} has no task`)',
        'if (false) throw new Error(`worker ${worker.name} has no task`)',
      ],
      [
        'const at = this.#workers.busy.first?.assigned?.at',
        'const at = this.#workers.busy.first?.assigned.at',
      ],
    ],
    [
      'each task finds its place by its age, in whatever order they come home',
      [
        'for (const [task, { name }] of missed.reverse()) {',
        'for (const [task, { name }] of missed) {',
      ],
    ],
    [
      'a body starts at 2 or later, or at -1',
      [
        'if (bodyStart(message, at) >= 0 && !echoes(task, message, at)) {',
        'if (bodyStart(message, at) > 0 && !echoes(task, message, at)) {',
      ],
      [
        'if (bodyStart(message, address + 1) < 0) return this.#malformed()',
        'if (bodyStart(message, address + 1) <= 0) return this.#malformed()',
      ],
    ],
    [
      'the same answer, by a slower way',
      [
        "return frame.length === 5 && textOf(frame) === 'READY'",
        "return true && textOf(frame) === 'READY'",
      ],
      [
        "return frame.length === 4 && textOf(frame) === 'GONE'",
        "return true && textOf(frame) === 'GONE'",
      ],
    ],
  ],
  'src/broker/peers.ts': [
    [
      'nothing is due before that, and the time is only made exact',
      ['if (now < this.nextExpiry) return []', 'if (false) return []'],
      ['if (now < this.nextMiss) return []', 'if (false) return []'],
      ['if (now < this.nextProbe) return', 'if (false) return'],
      ['if (at < this.nextMiss) this.nextMiss = at', 'if (at <= this.nextMiss) this.nextMiss = at'],
      [
        'if (credit.probeAt < this.nextProbe) this.nextProbe = credit.probeAt',
        'if (credit.probeAt <= this.nextProbe) this.nextProbe = credit.probeAt',
      ],
    ],
    [
      'an empty map is replaced for the garbage collector',
      [
        'if (peer.outstanding.size === 0) peer.outstanding = new Map()',
        'if (false) peer.outstanding = new Map()',
      ],
    ],
    [
      'each task finds its place by its age, in whatever order they come home',
      ['return missed.sort(([, a], [, b]) => a.at - b.at)', 'return missed'],
      ['return missed.sort(([, a], [, b]) => a.at - b.at)', 'return missed.sort(() => undefined)'],
      [
        'return missed.sort(([, a], [, b]) => a.at - b.at)',
        'return missed.sort(([, a], [, b]) => a.at + b.at)',
      ],
    ],
  ],
  'src/broker/reply-timeout.ts': [
    [
      'a reply time that is as long as the longest changes nothing',
      [
        'if (now - sentAt > this.#longestMs) this.#longestMs = now - sentAt',
        'if (now - sentAt >= this.#longestMs) this.#longestMs = now - sentAt',
      ],
    ],
  ],
  'src/broker/requesters.ts': [
    [
      'the first turn sets it, before anybody has many',
      ['#lastHadMany = false', '#lastHadMany = true'],
    ],
    [
      'no two requesters have the same place',
      [
        'this.#lastHadMany = !few || (isByPlace && many.place < few.place)',
        'this.#lastHadMany = !few || (isByPlace && many.place <= few.place)',
      ],
    ],
  ],
  'src/broker/state-flow.ts': [
    [
      'the broker publishes when it starts, which sets it',
      ['#toldAt: Millis = -NEVER', '#toldAt: Millis = +NEVER'],
      ['#isWanted = false', '#isWanted = true'],
    ],
    [
      'the broker calls `setCapacity` after each message, which sets the same deadline or an earlier one',
      [
        'this.deadline = Math.min(this.deadline, nextAt)',
        'this.deadline = Math.max(this.deadline, nextAt)',
      ],
    ],
  ],
  'src/broker/task.ts': [
    [
      'a body starts at 2 or later, or at -1',
      ['if (bodyAt < 0) return undefined', 'if (bodyAt <= 0) return undefined'],
    ],
  ],
  'src/broker/pending-tasks.ts': [
    [
      'no two tasks of a queue have the same place',
      ['return task.order < later.order', 'return task.order <= later.order'],
    ],
  ],
  'src/broker/workers.ts': [
    [
      'asked only while a worker is ready',
      [
        'if (!proven) return this.#onCredit > 0 ? this.#unproven.shift() : undefined',
        'if (!proven) return true ? this.#unproven.shift() : undefined',
      ],
      [
        'if (!proven) return this.#onCredit > 0 ? this.#unproven.shift() : undefined',
        'if (!proven) return this.#onCredit >= 0 ? this.#unproven.shift() : undefined',
      ],
    ],
    [
      'no two workers became idle at the same place',
      [
        'const isLonger = unproven && unproven.idleOrder < proven.idleOrder && !this.credit.isLimited',
        'const isLonger = unproven && unproven.idleOrder <= proven.idleOrder && !this.credit.isLimited',
      ],
    ],
    [
      'the lesser of 0 and another number that is not below it is 0',
      [
        'return size === 0 ? 0 : Math.min(size, Math.max(0, this.credit.window - this.busy.unproven))',
        'return false ? 0 : Math.min(size, Math.max(0, this.credit.window - this.busy.unproven))',
      ],
    ],
    [
      'the two tables only change their places',
      [
        'return address === 1 ? this.#own : this.#sharing',
        'return address !== 1 ? this.#own : this.#sharing',
      ],
    ],
    [
      'another key, as different from all others',
      [
        'return address === 1 ? first : `${first.length} ${first}${keyOf(message[1])}`',
        'return false ? first : `${first.length} ${first}${keyOf(message[1])}`',
      ],
    ],
  ],
  'src/client/arrivals.ts': [
    [
      'behind the last arrival is none, whether or not it would be of this part',
      [
        'while (index < atMs.length && !isOurs(index))',
        'while (index <= atMs.length && !isOurs(index))',
      ],
      ['while (index < atMs.length && !isOurs(index))', 'while (true && !isOurs(index))'],
    ],
    [
      'the factor is greater by 1, its reciprocal, and only what is behind the whole part counts',
      [
        'const GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2',
        'const GOLDEN_RATIO = (Math.sqrt(5) + 1) / 2',
      ],
      [
        'const place = Math.floor(((index * GOLDEN_RATIO) % 1) * 2 ** 32)',
        'const place = Math.floor(((index / GOLDEN_RATIO) % 1) * 2 ** 32)',
      ],
    ],
  ],
  'src/client/client.ts': [
    [
      'nobody has waited too long before that, and the time is only made exact',
      ['if (now < this.#nextTimeout) return', 'if (false) return'],
      [
        'if (client.timeoutAt < this.#nextTimeout) this.#nextTimeout = client.timeoutAt',
        'if (client.timeoutAt <= this.#nextTimeout) this.#nextTimeout = client.timeoutAt',
      ],
    ],
    [
      'there the lives are different',
      [
        'return task.life === ours ? task.sequence < client.sequence : task.life < ours',
        'return task.life === ours ? task.sequence < client.sequence : task.life <= ours',
      ],
    ],
    ['who waits has a task', ['if (!client.task) return', 'if (false) return']],
    ['set by each send before it is read', ['hasHeard: false,', 'hasHeard: true,']],
  ],
  'src/client/load.ts': [
    [
      'a replay has no kind of arrivals',
      [
        "return load.kind !== 'replay' && load.arrivals === 'even'",
        "return true && load.arrivals === 'even'",
      ],
      [
        "return load.kind !== 'replay' && load.arrivals === 'even'",
        'return load.kind !== "" && load.arrivals === \'even\'',
      ],
    ],
  ],
  'src/client/multiplexer.ts': [
    [
      'what is split has a first part',
      [
        "const [name = '', request] = textOf(address).split(MARK)",
        'const [name = "Stryker was here!", request] = textOf(address).split(MARK)',
      ],
      [
        "const [name = ''] = textOf(message[0]).split(MARK)",
        'const [name = "Stryker was here!"] = textOf(message[0]).split(MARK)',
      ],
    ],
    [
      'who asks for a new socket has sent something',
      [
        'if (this.#requests.get(name)?.signs !== this.#signs) return',
        'if (this.#requests.get(name).signs !== this.#signs) return',
      ],
    ],
  ],
  'src/wire/envelope.ts': [
    [
      'the same text, by a slower way',
      [
        'if (readsItself(frame)) return frame.latin1Slice()',
        'if (false) return frame.latin1Slice()',
      ],
      [
        "function readsItself(frame: Uint8Array): frame is Uint8Array & { latin1Slice(): string } { return 'latin1Slice' in frame }",
        'function readsItself(frame: Uint8Array): frame is Uint8Array & { latin1Slice(): string } {}',
      ],
      ["return 'latin1Slice' in frame", 'return "" in frame'],
      ['const ASCII = /^[\\x00-\\x7f]*$/', 'const ASCII = /^[\\x00-\\x7f]$/'],
    ],
    [
      'the same comparison, by a slower way',
      [
        "if (typeof a !== 'object' || typeof b !== 'object') return keyOf(a) === keyOf(b)",
        'if (true) return keyOf(a) === keyOf(b)',
      ],
      [
        "if (typeof a !== 'object' || typeof b !== 'object') return keyOf(a) === keyOf(b)",
        'if (typeof a !== "" || typeof b !== \'object\') return keyOf(a) === keyOf(b)',
      ],
      [
        "if (typeof a !== 'object' || typeof b !== 'object') return keyOf(a) === keyOf(b)",
        'if (typeof a !== \'object\' || typeof b !== "") return keyOf(a) === keyOf(b)',
      ],
    ],
    [
      'behind the ends of two arrays that are equally long is nothing in both',
      [
        'for (let index = 0; index < a.length; index++) {',
        'for (let index = 0; index <= a.length; index++) {',
      ],
    ],
    [
      'an array grows by itself, only slower',
      [
        'const message = new Array<Frame>(headEnd + tail.length - tailStart)',
        'const message = new Array()',
      ],
    ],
    [
      'a body starts at 2 or later, or at -1',
      ['if (start < 0) return undefined', 'if (start <= 0) return undefined'],
    ],
  ],
  'src/wire/task.ts': [
    [
      'only the second and the third part are looked at',
      [
        "const [, life = '1', sequence] = body.slice(client.length).match(NUMBERS) ?? []",
        'const [, life = \'1\', sequence] = body.slice(client.length).match(NUMBERS) ?? ["Stryker was here"]',
      ],
    ],
    [
      'a space is behind an id, and so not at 0',
      ['return space < 0 ? body.length : space', 'return space <= 0 ? body.length : space'],
    ],
  ],
  'src/wire/zmtp.ts': [
    [
      'looks at bytes that cannot be a whole part yet, and finds none',
      ['if (this.#heldBytes < this.#neededBytes) return []', 'if (false) return []'],
    ],
    [
      'pieces without bytes add nothing',
      ['if (bytes.length > 0) this.#held.push(bytes)', 'if (true) this.#held.push(bytes)'],
      [
        'if (bytes.length > 0) this.#held.push(bytes)',
        'if (bytes.length >= 0) this.#held.push(bytes)',
      ],
    ],
    [
      'the bytes of a size that are not there yet count as 0: too few are asked for, then again',
      ['if (headEnd > bytes.length) return headEnd', 'if (false) return headEnd'],
    ],
  ],
  'src/worker/idle.ts': [
    [
      'nobody is due before that, and the time is only made exact',
      ['if (now < this.nextAt) return []', 'if (false) return []'],
    ],
  ],
  'src/worker/worker.ts': [
    [
      'what has no frames was refused before, so that there is a body',
      [
        "const answer = signed(textOf(body), name) ?? body ?? ''",
        'const answer = signed(textOf(body), name) ?? body ?? "Stryker was here!"',
      ],
    ],
  ],
}

/** There is a difference, and no test for it. */
const MISSED = {
  'src/broker/broker.ts': [
    [
      'no test for the very edges of a pause',
      [
        'if (lateMs < Math.min(PAUSE_MS, timeoutMs / 4) || now < this.#heldUntil + timeoutMs) return',
        'if (lateMs <= Math.min(PAUSE_MS, timeoutMs / 4) || now < this.#heldUntil + timeoutMs) return',
      ],
      [
        'if (lateMs < Math.min(PAUSE_MS, timeoutMs / 4) || now < this.#heldUntil + timeoutMs) return',
        'if (lateMs < Math.max(PAUSE_MS, timeoutMs / 4) || now < this.#heldUntil + timeoutMs) return',
      ],
      [
        'if (lateMs < Math.min(PAUSE_MS, timeoutMs / 4) || now < this.#heldUntil + timeoutMs) return',
        'if (lateMs < Math.min(PAUSE_MS, timeoutMs * 4) || now < this.#heldUntil + timeoutMs) return',
      ],
      [
        'if (lateMs < Math.min(PAUSE_MS, timeoutMs / 4) || now < this.#heldUntil + timeoutMs) return',
        'if (lateMs < Math.min(PAUSE_MS, timeoutMs / 4) || now <= this.#heldUntil + timeoutMs) return',
      ],
    ],
  ],
  'src/broker/policy.ts': [
    ['only where chance draws the very limit', ['return left < 0', 'return left <= 0']],
    [
      'of two peers that have the same, either may be taken',
      [
        'return second && first && second.usable > first.usable ? second : first',
        'return second && first && second.usable >= first.usable ? second : first',
      ],
    ],
  ],
  'src/client/ramp.ts': [
    [
      'only for a mass that is at the very edge, whose own place is not exact',
      [
        'if (mass < begunMass + stageMass - EDGE_MASS) {',
        'if (mass <= begunMass + stageMass - EDGE_MASS) {',
      ],
    ],
  ],
  'src/wire/sizes.ts': [
    [
      'only sockets use it: their tests are in `test/live`',
      [
        'export const MESSAGE_BYTES_MAX = 2 * FRAME_BYTES_MAX',
        'export const MESSAGE_BYTES_MAX = 2 / FRAME_BYTES_MAX',
      ],
    ],
  ],
}

/** @type {Survivor[]} */
export const SURVIVORS = [...listed(EQUIVALENT, true), ...listed(MISSED, false)]

function listed(byFile, isEquivalent) {
  return Object.entries(byFile).flatMap(([file, groups]) =>
    groups.flatMap(([why, ...mutants]) =>
      mutants.map(([line, mutated]) => ({ file, line, mutated, why, isEquivalent })),
    ),
  )
}
