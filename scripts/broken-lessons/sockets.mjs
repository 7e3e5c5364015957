/** What is broken in lessons on sockets: nearly always the program of the lesson itself. */

export const BROKEN_SOCKETS = {
  envelopes: [
    {
      part: 1,
      why: 'the server writes a delimiter of its own',
      find: `const heard = await rep.receive()
      await rep.send('World')`,
      replace: `const heard = await rep.receive()
      await rep.send(['', 'World'])`,
    },
    {
      part: 2,
      why: 'the proxy drops the first frame',
      find: 'await backend.send(frames)',
      replace: 'await backend.send(frames.slice(1))',
    },
    {
      part: 3,
      why: 'the proxy proposes no identity',
      find: "new Dealer({ routingId: 'PROXY' })",
      replace: 'new Dealer()',
    },
  ],
  pairs: [
    {
      part: 1,
      why: 'who answers forgets the envelope',
      find: 'answerer.send(await answerer.receive())',
      replace: 'answerer.send((await answerer.receive()).slice(-1))',
    },
    {
      part: 2,
      why: 'the server is a ROUTER, which fits',
      find: `const dealer = stage.open(new Dealer())
      const req`,
      replace: `const dealer = stage.open(new Router())
      const req`,
    },
    {
      part: 3,
      why: 'the second client never connects',
      find: 'second.connect(endpoint)',
      replace: '',
    },
  ],
  identity: [
    {
      part: 1,
      why: 'both peers propose an identity',
      find: 'const plain = stage.open(new Request())',
      replace: "const plain = stage.open(new Request({ routingId: 'PEER1' }))",
    },
    {
      part: 2,
      why: 'both peers propose an identity',
      find: "of [{}, { routingId: 'PEER2' }]",
      replace: "of [{ routingId: 'PEER1' }, { routingId: 'PEER2' }]",
    },
    {
      part: 3,
      why: 'ROUTER never has handover',
      find: 'new Router({ handover })',
      replace: 'new Router()',
    },
    {
      part: 3,
      why: 'ROUTER always has handover',
      find: 'new Router({ handover })',
      replace: 'new Router({ handover: true })',
    },
  ],
  mandatory: [
    {
      part: 1,
      why: 'ROUTER always has mandatory',
      find: 'new Router(options)',
      replace: 'new Router({ mandatory: true, sendTimeout: 0 })',
    },
    {
      part: 2,
      why: 'mandatory is left out',
      find: 'sendThree(stage, { mandatory: true, sendTimeout: 0 })',
      replace: 'sendThree(stage, { sendTimeout: 0 })',
    },
    {
      part: 2,
      why: 'the patient ROUTER has a sendTimeout, too',
      find: 'new Router({ mandatory: true })',
      replace: 'new Router({ mandatory: true, sendTimeout: 0 })',
    },
    {
      part: 3,
      why: 'the worker reads all of its tasks before it dies',
      find: 'await readOne(worker)',
      replace: 'for (const _ of sends) await readOne(worker)',
    },
    {
      part: 3,
      why: 'what was not read is kept for the next worker',
      find: "await router.send(['WORKER', 'fifth'])",
      replace: `await router.send(['WORKER', 'second'])
      await router.send(['WORKER', 'fifth'])`,
    },
    {
      part: 3,
      why: 'one of the tasks goes to nobody',
      find: "router.send(['WORKER', body])",
      replace: "router.send([body === 'second' ? 'WROKER' : 'WORKER', body])",
    },
  ],
  rtreq: [
    {
      part: 1,
      why: 'the broker waits until all have asked, and answers them all',
      find: 'await router.send(answer)',
      replace: `if (sent.length % 4 > 0) continue
    for (const [name = ''] of sent.slice(-4)) await router.send([name, '', body])`,
    },
    {
      part: 2,
      why: 'ROUTER hands out three tasks to who asks for one',
      find: `const task = tasks.shift()
      if (task !== undefined) await router.send([identity ?? '', '', task])`,
      replace: `for (const task of tasks.splice(0, 3)) {
        await router.send([identity ?? '', '', task])
      }`,
    },
    {
      part: 3,
      file: 'lessons/post-office.ts',
      why: 'the one queue sends people to any counter, busy or not',
      find: 'freeAt.indexOf(Math.min(...freeAt))',
      replace: 'Math.floor(random() * counters)',
    },
  ],
  rtdealer: [
    {
      part: 1,
      why: 'the DEALER worker forgets the delimiter',
      find: `for (let count = 0; ; count++) {
    await dealer.send(['', 'READY'])`,
      replace: `for (let count = 0; ; count++) {
    await dealer.send(['READY'])`,
    },
    {
      part: 2,
      why: 'the task for REQ has a delimiter',
      find: "router.send([reqName, 'task'])",
      replace: "router.send([reqName, '', 'task'])",
    },
    {
      part: 2,
      why: 'the task for REP has a delimiter',
      find: "client.send('task')",
      replace: "client.send(['', 'task'])",
    },
    {
      part: 3,
      why: 'the DEALER worker says READY once',
      find: `await dealer.send(['', 'READY'])
      await dealer.send(['', 'READY'])`,
      replace: "await dealer.send(['', 'READY'])",
    },
  ],
}
