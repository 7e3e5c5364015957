/** What is broken in lessons on a broker alone: its program, which is that of the lesson. */

export const BROKEN_BROKERS = {
  lbbroker: [
    {
      part: 1,
      why: 'the worker writes one delimiter too many',
      find: "worker.send([client, '', 'World'",
      replace: "worker.send([client, '', '', 'World'",
    },
    {
      part: 1,
      why: 'the broker forgets the delimiter for the worker',
      find: '[this.ready.shift() ?? EMPTY, EMPTY, ...request]',
      replace: '[this.ready.shift() ?? EMPTY, ...request]',
    },
    {
      part: 2,
      why: 'who was ready last gets the next task',
      find: 'this.ready.shift()',
      replace: 'this.ready.pop()',
    },
    {
      part: 3,
      why: 'the broker reads a request before anybody is ready',
      find: "while (this.ready.length === 0) await once(this.#news, 'ready', { signal })\n      const request = await this.#frontend.receive()",
      replace:
        "const request = await this.#frontend.receive()\n      while (this.ready.length === 0) await once(this.#news, 'ready', { signal })",
    },
  ],
  lbbroker2: [
    {
      part: 1,
      file: 'lessons/message.ts',
      why: 'wrap() forgets the delimiter',
      find: 'this.frames.unshift(address, Buffer.alloc(0))',
      replace: 'this.frames.unshift(address)',
    },
    {
      part: 2,
      file: 'lessons/message.ts',
      why: 'Message takes the third frame for the body when it sets it',
      find: 'this.frames[this.frames.length - 1] =',
      replace: 'this.frames[2] =',
    },
    {
      part: 2,
      why: 'there is no proxy',
      find: 'openEnds(stage, proxy.endpoint, backend)',
      replace: 'openEnds(stage, frontend, backend)',
    },
  ],
  lbbroker3: [
    {
      part: 1,
      why: 'the handler awaits in place of computing',
      find: 'while (performance.now() < begin + SLOW_MS);',
      replace: 'await stage.pause(SLOW_MS)',
    },
    {
      part: 2,
      why: 'the reader of the frontend is always on',
      find: 'frontend.turn(ready.length > 0 && !end.aborted)',
      replace: 'frontend.turn(!end.aborted)',
    },
    {
      part: 2,
      file: 'lessons/reader.ts',
      why: 'a reader goes on when it is off',
      find: 'if (!isOn) break',
      replace: '',
    },
    {
      part: 3,
      why: 'the broker does not wait for what is in hand',
      find: 'if (end.aborted && inHand === 0) close()',
      replace: 'if (end.aborted) close()',
    },
    {
      part: 3,
      why: 'the broker goes on reading its frontend',
      find: 'frontend.turn(ready.length > 0 && !end.aborted)',
      replace: 'frontend.turn(ready.length > 0)',
    },
  ],
  asyncsrv: [
    {
      part: 1,
      why: 'the worker sends one reply, as REP would',
      find: 'reply < wanted',
      replace: 'reply < 1',
    },
    {
      part: 1,
      why: 'the worker sends one reply too many',
      find: 'reply < wanted',
      replace: 'reply <= wanted',
    },
    {
      part: 2,
      why: 'there is one worker, so that requests take turns',
      find: 'openServer(stage, 2)',
      replace: 'openServer(stage, 1)',
    },
    {
      part: 3,
      why: 'no client has an identity of its own',
      find: "new Dealer({ routingId: 'CLIENT', reconnectInterval: 10 })",
      replace: 'new Dealer({ reconnectInterval: 10 })',
    },
    {
      part: 3,
      why: 'the server forgets nobody',
      find: '.filter(({ heardAt }) => now - heardAt < SILENT_MS)',
      replace: '',
    },
  ],
}
