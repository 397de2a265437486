import { AlcoveError } from '@alcove/contract'
import type { Platform } from './platform.ts'

/**
 * Call before storing anything large: the database and what is stored already need the rest. @throws
 * InsufficientStorage
 */
export function requireRoom({ disk }: Pick<Platform, 'disk'>): void {
  if (!disk.full) return
  const detail = "The server's disk is nearly full, and nothing more is stored: its administrator has to make room"
  throw new AlcoveError('InsufficientStorage', detail)
}
