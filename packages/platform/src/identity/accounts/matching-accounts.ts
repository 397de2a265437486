import type { AccountQuery } from '@alcove/contract'
import { and, eq, gt, ilike, isNull, lt, or, sql, type SQL } from 'drizzle-orm'
import { containing } from '../../database/containing.ts'
import { accounts } from '../../database/schema/index.ts'

const UNIT_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 }

/** What the filters of a list of accounts ask for. */
export function matchingAccounts(
  { q, state, group, space, twoFactor, seen, keys }: Omit<AccountQuery, 'limit'>,
  now: number,
): SQL | undefined {
  const text = q && containing(q)
  return and(
    text ? or(ilike(accounts.name, text), ilike(accounts.email, text)) : undefined,
    state && eq(accounts.state, state),
    group === undefined
      ? undefined
      : sql`accounts.id in (select m.account_id from group_members m join groups gr on gr.id = m.group_id
          where gr.name = ${group})`,
    space === undefined ? undefined : inSpace(space, now),
    twoFactor && FACTORS[twoFactor],
    seen === undefined ? undefined : seenWithin(seen, now),
    keys === undefined ? undefined : withKeys(keys, now),
  )
}

const OWN_FACTOR = sql`(accounts.two_factor_enabled
  or exists (select from passkeys p where p.account_id = accounts.id))`
const PROVIDER = sql`exists (select from credentials c
  where c.account_id = accounts.id and c.provider_id like 'provider:%')`
const FACTORS = { on: OWN_FACTOR, provider: PROVIDER, off: sql`not (${OWN_FACTOR} or ${PROVIDER})` }

function inSpace(name: string, now: number): SQL {
  const live = sql`g.space_id = (select id from spaces where name = ${name})
    and (g.expires_at is null or g.expires_at > ${new Date(now).toISOString()}::timestamptz)`
  return sql`(accounts.administrator
    or accounts.id in (select g.account_id from grants g where g.account_id is not null and ${live})
    or accounts.id in (select m.account_id from group_members m join grants g on g.group_id = m.group_id where ${live}))`
}

function seenWithin(seen: string, now: number): SQL | undefined {
  const unit = seen.at(-1) as keyof typeof UNIT_MS
  const then = new Date(now - Number(seen.slice(1, -1)) * UNIT_MS[unit])
  if (seen.startsWith('<')) return gt(accounts.lastSeenAt, then)
  return or(isNull(accounts.lastSeenAt), lt(accounts.lastSeenAt, then))
}

function withKeys(keys: string, now: number): SQL {
  const than = keys.startsWith('>') ? sql`>` : keys.startsWith('<') ? sql`<` : sql`=`
  return sql`(select count(*) from api_keys k where k.owner_id = accounts.id
    and (k.expires_at is null or k.expires_at > ${new Date(now).toISOString()}::timestamptz))
    ${than} ${Number(keys.replace(/^[<>]/, ''))}`
}
