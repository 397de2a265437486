import type { Destination } from '@alcove/contract'
import type { StoredDestination } from '../../database/schema/index.ts'

/** A destination as it is shown. */
export function withoutSecret(stored: StoredDestination): Destination {
  const { sealed: _, ...shown } = stored
  return shown
}
