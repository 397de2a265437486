import { AlcoveError } from '@alcove/contract'
import { BlobDamaged, BlobMissing, StorageUnavailable } from '@alcove/storage'
import { DrizzleQueryError } from 'drizzle-orm'

/** What each unique constraint protects, as words in the caller's error message. */
const TAKEN: Record<string, string> = {
  spaces_name: 'A space of this name already exists',
  functions_name: 'A function of this name already exists in this space',
  routes_shape: 'A route of this method and path already exists in this space',
  host_names_pkey: 'This host name is taken',
  accounts_email: 'An account with this e-mail address already exists',
}

/** The one place that translates failures of the database and the stores to errors of the contract. */
export function translateError(error: unknown): AlcoveError {
  if (error instanceof AlcoveError) return error
  const cause = underlying(error)
  if (cause instanceof BlobDamaged || cause instanceof BlobMissing) {
    return new AlcoveError('PackageDamaged', cause.message, { cause })
  }
  if (cause instanceof StorageUnavailable) {
    return new AlcoveError('Unavailable', 'The object storage is unavailable: try again later', { cause })
  }
  const { code, constraint } = cause as { code?: string; constraint?: string }
  const as = (problem: ConstructorParameters<typeof AlcoveError>[0], detail: string) =>
    new AlcoveError(problem, detail, { cause })

  if (code === '23505') return as('AlreadyExists', TAKEN[constraint ?? ''] ?? 'It already exists')
  if (code === '23503')
    return as('Conflict', 'Something it refers to was deleted, or something still uses it: reload and try again')
  if (isRetryable(cause)) return as('Conflict', 'Someone changed it at the same time: try again')
  // NUL or half a surrogate pair: PostgreSQL's text cannot store them.
  if (code === '22021' || code === '22P05') return as('ValidationFailed', 'Text must not contain NUL characters')
  if (code === '53100' || code === 'ENOSPC' || code === 'EDQUOT')
    return as('InsufficientStorage', 'The disk is full: free some space')
  if (isUnreachable(cause)) return as('Unavailable', 'The database is unreachable: try again later')
  return as('InternalError', 'Alcove failed: look for this request in the server log')
}

/** Two transactions got in each other's way and this one was undone: the same again may succeed. */
export function isRetryable(error: unknown): boolean {
  const { code } = (underlying(error) ?? {}) as { code?: string }
  return code === '40001' || code === '40P01'
}

/** drizzle wraps pg's error in one whose message contains every parameter. Log and inspect this inner one instead. */
export function underlying(error: unknown): unknown {
  return error instanceof DrizzleQueryError ? error.cause : error
}

/** Worth retrying later: the server is unreachable, starting, stopping or out of connections. */
function isUnreachable(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string }
  if (code && /^(ECONN|EPIPE|ENOENT|ETIMEDOUT|08|57P|53300)/.test(code)) return true
  return /Connection terminated|Client has encountered a connection error|not queryable|timeout exceeded when/.test(
    message ?? '',
  )
}
