/** Why something went wrong, in words for those who use a program rather than write one. */

/** What the system calls it, and what it is: as the end of "Cannot read x: ...". */
const WORDS: ReadonlyMap<unknown, string> = new Map(
  Object.entries({
    ENOENT: 'no such file or directory',
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    EISDIR: 'it is a directory, not a file',
    ENOTDIR: 'part of this path is a file, not a directory',
    // Of a directory that was to be made.
    EEXIST: 'it is a file, not a directory',
    ENXIO: 'it is a pipe, a socket or a device, and nobody is at its other end',
    ELOOP: 'its links lead in a circle',
    EMFILE: 'this process has too many files open: raise the limit, as with ulimit -n 1024',
    ENFILE: 'the machine has too many files open',
    EFBIG: 'it is longer than this process may write',
    EDQUOT: 'no space is left to you on the disk',
    ENOSPC: 'no space is left on the disk',
    EROFS: 'the disk is read-only',
    ENAMETOOLONG: 'the name is too long',
  }),
)

/** The message of an error; of one that the system gave, without its code and its call. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const words = 'code' in error ? WORDS.get(error.code) : undefined
  return words ?? error.message
}

/** Of an error with its stack, say, what fits in a line. */
export function firstLine(text: string): string {
  return text.split('\n')[0] ?? text
}
