import type { Account } from '@alcove/contract'
import { sql, type SQL } from 'drizzle-orm'
import { iso } from '../../database/connect.ts'

type HeldGrant = Account['grants'][number]

/** The grants in spaces outside the trash, as JSON. @param holder a condition on `g`, the grant */
export const heldGrants = (holder: SQL) =>
  sql<HeldGrant[]>`(
    select coalesce(json_agg(json_build_object('space', s.name, 'role', g.role, 'function', f.name,
      'expiresAt', g.expires_at) order by s.name, f.name), '[]')
    from grants g
      cross join lateral (select name from spaces where id = g.space_id and trashed_at is null limit 1) s
      left join functions f on f.id = g.function_id
    where ${holder})`

/** @param grants as `heldGrants` reads them: with the times of PostgreSQL */
export const withIsoExpiry = (grants: readonly HeldGrant[]): HeldGrant[] =>
  grants.map((grant) => ({ ...grant, expiresAt: grant.expiresAt && iso(grant.expiresAt) }))
