/**
 * Headers of a save. `etag`: what the form began with, and the save fails when it has changed since; null: it must not
 * exist yet.
 */
export const onlyOver = (etag: string | null): Record<string, string> =>
  etag === null ? { 'if-none-match': '*' } : { 'if-match': `"${etag}"` }
