/** How long what is on the wire may be. What is longer makes no sense to anybody: rule 9. */

const MIB = 1_048_576

/** A frame: twice the largest body of a task. */
export const FRAME_BYTES_MAX = 2 * MIB

/**
 * What is held at all, to be looked at and dropped. Beyond it the connection ends, and nobody can
 * tell that from one that its peer has closed: so it is far above what may be.
 */
export const HELD_BYTES_MAX = 32 * FRAME_BYTES_MAX

/**
 * The same for what a subscriber sends: libzmq files a subscription by each of its bytes, which
 * takes 50 times its length and the time of the thread that reads it, before we can look at it.
 */
export const HELD_SUBSCRIPTION_BYTES_MAX = 2 * FRAME_BYTES_MAX
