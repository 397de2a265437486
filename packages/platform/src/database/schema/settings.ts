import { AUDIT_DAYS, LIMITS } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { boolean, check, integer, pgTable } from 'drizzle-orm/pg-core'
import { time } from './time.ts'

/** One row for the whole installation. Without it the defaults apply. */
export const settings = pgTable(
  'settings',
  {
    only: boolean().primaryKey().default(true),
    spaceStorageMaxMb: integer('space_storage_max_mb').notNull().default(LIMITS.storageMb.ceiling),
    /** From then on every account needs a second factor; null: none does. */
    twoFactorFrom: time('two_factor_from'),
    /** How long entries of the audit are kept; null: for ever. */
    auditDays: integer('audit_days').default(AUDIT_DAYS.usual),
  },
  (table) => [check('settings_only', sql`${table.only}`)],
)
