/** What people call the frames of a message: one word for each kind, wherever a frame is shown. */

export const FRAME_WORDS = {
  client: 'identity of client',
  worker: 'identity of worker',
  /** Of a socket that workers share. */
  socket: 'identity of socket',
  peer: 'identity of peer',
  /** An identity, of whom is not known. */
  address: 'address',
  requestId: 'request id',
  /** Of clients that share a socket. */
  sharedRequest: 'client and request',
  delegationId: 'delegation id',
  delimiter: 'empty delimiter',
  body: 'body',
  ready: 'READY of worker',
  /** Instead of a task that came for it. */
  gone: 'GONE of worker',
  cluster: 'name of cluster',
  capacity: 'capacity',
  subscription: 'subscription',
  /** Of a message that fits no rule of the protocol. */
  malformed: 'malformed',
} as const

export type FrameKind = keyof typeof FRAME_WORDS

/** Where messages pass: a broker's six sockets, and the one that a client or a worker has. */
export const SOCKETS: readonly string[] = [
  ...['localfe', 'localbe', 'cloudfe', 'cloudbe', 'statefe', 'statebe'],
  'req',
]
