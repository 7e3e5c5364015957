/**
 * How long what is on the wire may be, and how much of it is held. What is longer makes no sense to
 * anybody: rule 9. docs/security.md has all of them in one table.
 */

const MIB = 1_048_576

/** A frame: twice the largest body of a task. */
export const FRAME_BYTES_MAX = 2 * MIB

/** All frames of a message together. */
export const MESSAGE_BYTES_MAX = 2 * FRAME_BYTES_MAX

/** The frames of a message: more addresses than any chain of brokers and bridges pushes. */
export const FRAMES_MAX = 256

/**
 * A frame that is held at all, to be counted and dropped. Beyond it the connection ends, and
 * nobody can tell that from one that its peer has closed.
 */
export const HELD_BYTES_MAX = 2 * FRAME_BYTES_MAX

/**
 * The same for what a subscriber sends: libzmq files a subscription by each of its bytes, which
 * takes 50 times its length and the time of the thread that reads it, before we can look at it.
 */
export const HELD_SUBSCRIPTION_BYTES_MAX = 4096

/** A topic of a trace, in bytes, and how many of them are heeded at a time. */
export const TOPIC_BYTES_MAX = 1024
export const TOPICS_MAX = 64

/** Messages that wait in a socket, for each connection: a REQ has one request out. */
export const OWN_MARK = 256
/**
 * The same between brokers, of which each connection carries the tasks of a cluster: zeromq's own
 * mark, as a task that finds no room closes the peer until it publishes again (rule 8).
 */
export const PEER_MARK = 1000
/** Subscriptions that wait: libzmq files all that are there before anything else has its turn. */
export const SUBSCRIPTION_MARK = 64
