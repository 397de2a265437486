import { AlcoveError } from '@alcove/contract'
import { BlobDamaged, BlobMissing } from '@alcove/storage'
import { DrizzleQueryError } from 'drizzle-orm'

/** What each unique constraint protects, for the sentence the caller reads. */
const TAKEN: Record<string, string> = {
  spaces_name: 'A space of this name exists already',
  functions_name: 'A function of this name exists already in this space',
  accounts_email: 'An account with this e-mail address exists already',
}

/** The one place where failures of the database and the disk become errors of the contract. */
export function translateError(error: unknown): AlcoveError {
  if (error instanceof AlcoveError) return error
  const cause = underlying(error)
  if (cause instanceof BlobDamaged || cause instanceof BlobMissing) {
    return new AlcoveError('PackageDamaged', cause.message, { cause })
  }
  const { code, constraint } = cause as { code?: string; constraint?: string }
  const as = (problem: ConstructorParameters<typeof AlcoveError>[0], detail: string) =>
    new AlcoveError(problem, detail, { cause })

  if (code === '23505') return as('AlreadyExists', TAKEN[constraint ?? ''] ?? 'It exists already')
  if (code === '23503') return as('Conflict', 'Something it refers to was deleted, or is still in use, meanwhile')
  if (code === '40001' || code === '40P01') return as('Conflict', 'It was changed at the same moment; try again')
  // A NUL or half a surrogate pair, which PostgreSQL's text cannot hold.
  if (code === '22021' || code === '22P05') return as('ValidationFailed', 'Text must not contain NUL characters')
  if (code === '53100' || code === 'ENOSPC' || code === 'EDQUOT') return as('InsufficientStorage', 'The disk is full')
  if (isUnreachable(cause)) return as('Unavailable', 'The database is not reachable at the moment; try again')
  return as('InternalError', 'Alcove failed: see the server log')
}

/** drizzle wraps what pg threw in an error whose text has every parameter in it: nothing for a log. */
export function underlying(error: unknown): unknown {
  return error instanceof DrizzleQueryError ? error.cause : error
}

/** Worth trying again later: the server is away, starting, stopping or out of connections. */
function isUnreachable(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string }
  if (code && /^(ECONN|EPIPE|ENOENT|ETIMEDOUT|08|57P|53300)/.test(code)) return true
  return /Connection terminated|Client has encountered a connection error|not queryable|timeout exceeded when/.test(
    message ?? '',
  )
}
