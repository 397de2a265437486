import type { Account } from '@alcove/contract'
import { getTableColumns, sql, type SQL } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { iso, isoOrNull } from '../../database/connect.ts'
import { accounts } from '../../database/schema/index.ts'
import { heldGrants, withIsoExpiry } from '../access/held-grants.ts'

/** Accounts with what the list says of each; add where, order and limit. */
export function selectAccounts(ctx: Ctx, more: { sortKey?: SQL<string> } = {}) {
  return ctx.db
    .select({
      ...getTableColumns(accounts),
      sortKey: more.sortKey ?? sql<string>`''`,
      grants: heldGrants(sql`g.account_id = accounts.id`),
      groups: sql<string[]>`(select coalesce(json_agg(gr.name order by gr.name), '[]')
        from group_members m, lateral (select name from groups where id = m.group_id limit 1) gr
        where m.account_id = accounts.id)`,
      passkeys: sql<number>`(select count(*)::int from passkeys p where p.account_id = accounts.id)`,
      viaProvider: sql<boolean>`exists (select from credentials c
        where c.account_id = accounts.id and c.provider_id like 'provider:%')`,
      sessions: sql<number>`(select count(*)::int from sessions s where s.account_id = accounts.id and s.expires_at > now())`,
      keys: sql<number>`(select count(*)::int from api_keys k
        where k.owner_id = accounts.id and (k.expires_at is null or k.expires_at > now()))`,
      invitationEndsAt: sql<
        string | null
      >`(select max(i.expires_at) from invitations i where i.account_id = accounts.id)`,
    })
    .from(accounts)
    .$dynamic()
}

export function accountOfRow(row: Awaited<ReturnType<typeof selectAccounts>>[number]): Account {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    administrator: row.administrator,
    state: row.state,
    createdAt: iso(row.createdAt),
    lastSeenAt: isoOrNull(row.lastSeenAt),
    secondFactors: [
      ...(row.twoFactorEnabled ? (['totp'] as const) : []),
      ...(row.passkeys > 0 ? (['passkey'] as const) : []),
      ...(row.viaProvider ? (['provider'] as const) : []),
    ],
    sessions: row.sessions,
    keys: row.keys,
    invitationEndsAt: row.state === 'invited' ? isoOrNull(row.invitationEndsAt) : null,
    groups: row.groups,
    grants: withIsoExpiry(row.grants),
  }
}
