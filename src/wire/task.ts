/**
 * The body of our own tasks: `DC1-c0007#12`, padded; and of the answer: `DC1-c0007#12@DC2-w0003`.
 * The worker signs, so that the client knows who did its work. Clients of a cluster that was
 * started again count anew, and say in which life: `DC1-c0007#2.12` is the twelfth of the second.
 * Bodies of other programs have no such mark, and are echoed as they are.
 */

/** A task's id, and padding behind a space. */
const OURS = /^[\w.-]{1,48}#(?:\d{1,9}\.)?\d{1,15}(?: \.*)?$/
const BEGINS = /^[\w.-]{1,48}#(?:\d{1,9}\.)?\d{1,15}(?=$|[ @])/
/** Behind the name of a client. */
const NUMBERS = /^#(?:(\d{1,9})\.)?(\d{1,15})(?!\d)/
const MARK = /^@[\w.-]+$/

/** The body that asks for work on `taskId`, `bytes` long, or longer where the id needs it. */
export function taskBody(taskId: string, bytes: number): string {
  return taskId.length < bytes ? `${taskId} `.padEnd(bytes, '.') : taskId
}

/**
 * The id of a client's next task. `#` occurs in no name.
 *
 * @param life which life of its cluster it is, from 1; only later ones are in the id.
 */
export function taskIdOf(client: string, sequence: number, life = 1): string {
  return life > 1 ? `${client}#${life}.${sequence}` : `${client}#${sequence}`
}

/** The id of the task that a body of our own asks for, or answers; undefined for other bodies. */
export function taskIdIn(body: string): string | undefined {
  return body.match(BEGINS)?.[0]
}

/** Whose task it is, by its id or its body; the body has to be one of our own. */
export function clientOfTask(task: string): string {
  return task.slice(0, task.indexOf('#'))
}

/** A body signed by the worker that did the task; undefined for a body that is not ours. */
export function signed(body: string, worker: string): string | undefined {
  if (!OURS.test(body)) return undefined
  const end = endOfWord(body, 0)
  const mark = `@${worker}`
  // The padding makes room for the mark, so that an answer is as long as its question.
  const room = Math.max(0, body.length - end - mark.length)
  return body.slice(0, end) + mark + body.slice(end, end + room)
}

/** Who signed the answer to `taskId`: '' for nobody; undefined if it answers something else. */
export function signerOf(body: string, taskId: string): string | undefined {
  if (!body.startsWith(taskId)) return undefined
  const mark = body.slice(taskId.length, endOfWord(body, taskId.length))
  if (mark === '') return ''
  return MARK.test(mark) ? mark.slice(1) : undefined
}

/** Which of a client's tasks a body is about: of which life, and the how manyth of that. */
export interface TaskNumbers {
  readonly life: number
  readonly sequence: number
}

/** Undefined if a body is about none of that client's tasks. */
export function numbersOf(body: string, client: string): TaskNumbers | undefined {
  if (!body.startsWith(client)) return undefined
  const [, life = '1', sequence] = body.slice(client.length).match(NUMBERS) ?? []
  return sequence === undefined ? undefined : { life: Number(life), sequence: Number(sequence) }
}

/** Where the padding starts, or the body ends. */
function endOfWord(body: string, from: number): number {
  const space = body.indexOf(' ', from)
  return space < 0 ? body.length : space
}
