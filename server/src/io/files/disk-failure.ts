import { failure, type ThrownFailure } from '../../flux/failure.ts'

/**
 * What the disk says, in words: what, where, why, what to do. The one place where a system error (`ENOSPC`, `EACCES`)
 * becomes a `Failure`. Undefined for what is no system error: that is a bug of ours, or a failure already.
 */
export function diskFailure(
  error: unknown,
  { code, what }: { readonly code: 'E_READ' | 'E_WRITE'; readonly what?: string },
): ThrownFailure | undefined {
  const reason = diskReason(error)
  if (reason === undefined) return undefined
  const place = what ?? reason.place ?? 'A file'
  const verb = code === 'E_READ' ? 'read' : 'written'
  return failure(code, `${place} cannot be ${verb}: ${reason.words}`, error)
}

/** What a system error is about, as far as it says, and why it happened and what to do in two sentences. */
export function diskReason(
  error: unknown,
): { readonly place: string | undefined; readonly words: string } | undefined {
  if (!isSystemError(error)) return undefined
  const [why, remedy] = reasons[error.code] ?? [error.message, 'Check its permissions and the disk.']
  return { place: error.dest ?? error.path, words: `${why}. ${remedy}` }
}

/** Whether something thrown is what the system says about a file, and no bug of ours. */
function isSystemError(
  error: unknown,
): error is Error & { readonly code: string; readonly path?: string; readonly dest?: string } {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    /^E[A-Z0-9]+$/.test(error.code) &&
    'syscall' in error
  )
}

const permission = [
  'permission is denied',
  'Check the owner and the permissions of the file and of its folder.',
] as const
const tooMany = [
  'too many files are open',
  'Close programs, or raise the limit (ulimit -n), and run it again.',
] as const

/** By the system's code: why, and what to do. */
const reasons: Readonly<Record<string, readonly [why: string, remedy: string]>> = {
  EACCES: permission,
  EPERM: permission,
  ENOSPC: ['the disk is full', 'Free some space, and run it again.'],
  EDQUOT: ['your share of the disk (quota) is used up', 'Free some space, and run it again.'],
  EFBIG: ['it is too large', 'Make it smaller, or leave it out.'],
  EROFS: ['the file system is mounted read-only', 'Mount it writable, or work on a copy.'],
  ENAMETOOLONG: ['its name or path is too long for this file system', 'Shorten it.'],
  ELOOP: ['its symbolic links lead in a circle', 'Correct the link.'],
  EISDIR: ['a folder is in the place of the file', 'Move the folder away.'],
  ENOTDIR: ['a part of its path is a file, and not a folder', 'Correct the path.'],
  ENOENT: ['it is not there', 'Check the path, and run it again.'],
  EEXIST: ['something else is in its place', 'Look at it, and run it again.'],
  EFTYPE: ['it is a pipe, a socket or a device, and not a file', 'Put a regular file there, or remove it.'],
  ENXIO: ['it is a pipe, a socket or a device, and not a file', 'Put a regular file there, or remove it.'],
  ENODEV: ['its device is not there', 'Connect or mount it, and run it again.'],
  ETXTBSY: ['a program is running from it', 'End the program, and run it again.'],
  EBUSY: ['another program holds it', 'End the program, and run it again.'],
  EMFILE: tooMany,
  ENFILE: tooMany,
  EIO: ['the disk reports an error', 'Check the disk and its cable; keep a copy of your work elsewhere.'],
  ESTALE: ['the network file system has lost it', 'Mount the file system again.'],
  ENOTCONN: ['the network file system is not connected', 'Mount the file system again.'],
  ETIMEDOUT: ['the file system did not answer in time', 'Check the network file system, and run it again.'],
  EXDEV: ['it lies on another file system than its folder', 'Move it there.'],
  EMLINK: ['it has too many links', 'Remove some of them.'],
  ENOTEMPTY: ['a folder in its place is not empty', 'Move the folder away.'],
  EPIPE: ['whoever reads it has stopped reading', 'Nothing need be done.'],
  ENOTSUP: ['the file system cannot do that', 'Use another file system.'],
}
