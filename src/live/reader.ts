/**
 * The one reader of messages: nothing else calls `receive`. A receive may fail although the socket
 * is open: libzmq has dropped what was announced, as a late reply at a REQ socket, or a part of a
 * message that an XPUB takes for a subscription already known. That ends no reader.
 */

/** What can be read. */
export interface Readable {
  readonly closed: boolean
  /** 0: receive what is there, or fail. */
  receiveTimeout?: number
  receive?(): Promise<Buffer[]>
}

export interface Reading {
  /** Must not throw. */
  take(frames: Buffer[]): void
  /** libzmq announced a message, and had none, or only a part of one. */
  onDropped?(): void
  /** Whether messages come in crowds, as to a broker: then what is there is read in one go. */
  readonly isCrowded?: boolean
}

/** Messages that may be received in a row before other sockets and timers have their turn. */
const BATCH_MAX = 64

/**
 * Looking for more where there is none ends with an error: garbage, and where little comes most of
 * it. After such an end so many messages are read without a look for more.
 */
const CALM_READS = 16

/**
 * Reads until the socket is closed.
 *
 * @throws what is no matter of a message, such as a context that was ended.
 */
export async function readAll(socket: Readable, reading: Reading): Promise<void> {
  while (!socket.closed) {
    try {
      await readOn(socket, reading)
    } catch (error) {
      // A closed socket ends its receive by an error too.
      if (socket.closed) return
      if (!isNothingThere(error)) throw error
      reading.onDropped?.()
    }
  }
}

/**
 * Receives one message.
 *
 * @returns undefined if there is none: it was dropped, did not come in the socket's time, or the
 *   socket was closed.
 */
export async function readOne(socket: Readable): Promise<Buffer[] | undefined> {
  try {
    return await socket.receive?.()
  } catch (error) {
    if (!socket.closed && !isNothingThere(error)) throw error
    return undefined
  }
}

async function readOn(socket: Readable, reading: Reading): Promise<void> {
  let calmReads = 0
  // A closed socket ends it by an error: to ask it before each message has its price.
  while (socket.receive) {
    reading.take(await socket.receive())
    if (!reading.isCrowded || calmReads-- > 0) continue
    const wasAlone = await readRest(socket, reading)
    calmReads = wasAlone ? CALM_READS : 0
  }
}

/**
 * What is there already is received without asking first whether there is something, which costs
 * a system call for each message. The end is an error, which costs as much as some messages.
 *
 * @returns whether there was nothing.
 */
async function readRest(socket: Readable, reading: Reading): Promise<boolean> {
  let read = 0
  socket.receiveTimeout = 0
  try {
    for (; read < BATCH_MAX && socket.receive; read++) {
      reading.take(await socket.receive())
    }
  } catch (error) {
    if (!isNothingThere(error)) throw error
    return read === 0
  } finally {
    if (!socket.closed) socket.receiveTimeout = -1
  }
  return false
}

function isNothingThere(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EAGAIN'
}
