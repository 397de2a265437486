import { createHash } from 'node:crypto'

/**
 * The ETag of a resource: it changes with `settings` and with nothing else, such as figures that are shown beside them.
 * Take the settings from the database: its JSON has one order of keys.
 */
export const etagOf = (settings: unknown): string =>
  createHash('sha256').update(JSON.stringify(settings)).digest('base64url').slice(0, 22)
