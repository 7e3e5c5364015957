/** Clients and workers around a broker: REQ sockets at both of its ends. */

import { Request } from 'zeromq'
import { textOf } from '../wire/envelope.js'
import { Message } from './message.js'
import type { Stage } from './stage.js'

/** @param work what it does with a task, before it answers "done" */
export function openWorker(
  stage: Stage,
  backend: string,
  work: (body: string) => Promise<void>,
): void {
  const worker = stage.open(new Request())
  worker.connect(backend)
  stage.play(async () => {
    await worker.send('READY')
    for await (const frames of worker) {
      const message = new Message(frames)
      await work(message.body)
      message.body = 'done'
      await message.sendTo(worker)
    }
  })
}

export async function ask(stage: Stage, frontend: string, body: string): Promise<string> {
  const client = stage.open(new Request())
  client.connect(frontend)
  await client.send(body)
  return textOf((await client.receive())[0])
}
