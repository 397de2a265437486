import type { Account } from '@alcove/contract'
import { and, eq, getTableColumns, isNull, sql } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { iso, isoOrNull } from '../../database/connect.ts'
import { accounts, functions, grants, spaces } from '../../database/schema/index.ts'

export function selectAccounts(ctx: Ctx) {
  const db = ctx.db
  const granted = db
    .select({
      list: sql`json_agg(json_build_object('space', ${spaces.name}, 'role', ${grants.role},
        'function', ${functions.name}, 'expiresAt', ${grants.expiresAt}) order by ${spaces.name}, ${functions.name})`,
    })
    .from(grants)
    .innerJoin(spaces, and(eq(spaces.id, grants.spaceId), isNull(spaces.trashedAt)))
    .leftJoin(functions, eq(functions.id, grants.functionId))
    .where(sql`${grants.accountId} = ${accounts.id}`)
  return db
    .select({
      ...getTableColumns(accounts),
      grants: sql<Account['grants'] | null>`(${granted})`,
      groups: sql<string[]>`(select coalesce(json_agg(gr.name order by gr.name), '[]')
        from group_members m join groups gr on gr.id = m.group_id where m.account_id = accounts.id)`,
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
    grants: (row.grants ?? []).map((grant) => ({ ...grant, expiresAt: grant.expiresAt && iso(grant.expiresAt) })),
  }
}
