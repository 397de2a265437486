import { SINK_SECRETS, type ArchivedGrant } from '@alcove/contract'
import { and, asc, eq, gt, isNull, or } from 'drizzle-orm'
import { boardOf } from '../../monitoring/boards/board-of.ts'
import { isoOrNull } from '../../database/connect.ts'
import {
  accounts,
  alerts,
  alertTargets,
  boards,
  budgets,
  functions,
  grants,
  groups,
  hostNames,
  sinks,
} from '../../database/schema/index.ts'
import type { SpaceCtx } from '../../kernel/context.ts'
import type { SpaceItem } from './space-item.ts'

/** Hosts, grants, budgets, alerts, boards and sinks of the space, in the order of the files. */
export async function readOperations(ctx: SpaceCtx): Promise<SpaceItem[]> {
  return [
    ...(await hostItems(ctx)),
    ...(await grantItems(ctx)),
    ...(await budgetItems(ctx)),
    ...(await alertItems(ctx)),
    ...(await boardItems(ctx)),
    ...(await sinkItems(ctx)),
  ]
}

/** Those of triggers are part of them. */
async function hostItems({ db, space }: SpaceCtx): Promise<SpaceItem[]> {
  const rows = await db
    .select({ name: hostNames.name })
    .from(hostNames)
    .where(and(eq(hostNames.spaceId, space.id), isNull(hostNames.triggerId)))
    .orderBy(asc(hostNames.name))
  return rows.map(({ name }) => ({ kind: 'host', name, path: `hosts/${name}.json`, settings: {} }))
}

/** By e-mail address and name of group, which mean the same elsewhere. Those that have ended are left out. */
async function grantItems({ db, space, platform }: SpaceCtx): Promise<SpaceItem[]> {
  const lives = or(isNull(grants.expiresAt), gt(grants.expiresAt, new Date(platform.clock.now())))
  const rows = await db
    .select({
      email: accounts.email,
      group: groups.name,
      function: functions.name,
      role: grants.role,
      expiresAt: grants.expiresAt,
    })
    .from(grants)
    .leftJoin(accounts, eq(accounts.id, grants.accountId))
    .leftJoin(groups, eq(groups.id, grants.groupId))
    .leftJoin(functions, eq(functions.id, grants.functionId))
    .where(and(eq(grants.spaceId, space.id), lives))
  const subjects = Map.groupBy(rows, ({ email, group }) => (group === null ? email! : `group:${group}`))
  return [...subjects]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, held]) => {
      const settings: ArchivedGrant = {
        grants: inOrder(
          held.map(({ function: fn, role, expiresAt }) => ({ function: fn, role, expiresAt: isoOrNull(expiresAt) })),
        ),
      }
      const group = held[0]!.group
      const path = group === null ? `grants/accounts/${name}.json` : `grants/groups/${group}.json`
      return { kind: 'grant', name, path, settings }
    })
}

/** On the whole space first. */
export function inOrder(held: ArchivedGrant['grants']): ArchivedGrant['grants'] {
  return held.toSorted((a, b) => ((a.function ?? '') < (b.function ?? '') ? -1 : 1))
}

async function budgetItems({ db, space }: SpaceCtx): Promise<SpaceItem[]> {
  const [row] = await db.select().from(budgets).where(eq(budgets.spaceId, space.id))
  // The same holds for the address of its webhook.
  if (!row || (row.webhookUrl !== null && !space.actions.has('quotas:write'))) return []
  const { amount, warnAt, webhookUrl } = row
  const settings = { amount, warnAt, webhook: webhookUrl === null ? null : { url: webhookUrl } }
  return [{ kind: 'budget', name: space.name, path: 'budget.json', settings }]
}

/** Whoever knows the address of a chat's webhook can post there: only those who may change targets get them. */
async function alertItems({ db, space }: SpaceCtx): Promise<SpaceItem[]> {
  const found = await db
    .select()
    .from(alertTargets)
    .where(eq(alertTargets.spaceId, space.id))
    .orderBy(asc(alertTargets.name))
  const targets = space.actions.has('triggers:write') ? found : []
  const rules = await db.select().from(alerts).where(eq(alerts.spaceId, space.id)).orderBy(asc(alerts.name))
  return [
    ...targets.map(({ name, settings }): SpaceItem => ({
      kind: 'alertTarget',
      name,
      path: `alert-targets/${name}.json`,
      settings,
    })),
    ...rules.map(({ name, rule }): SpaceItem => ({ kind: 'alert', name, path: `alerts/${name}.json`, settings: rule })),
  ]
}

async function boardItems({ db, space }: SpaceCtx): Promise<SpaceItem[]> {
  const rows = await db.select().from(boards).where(eq(boards.spaceId, space.id)).orderBy(asc(boards.name))
  return rows.map((row) => {
    const { name, charts } = boardOf(row)
    return { kind: 'board', name, path: `boards/${name}.json`, settings: { charts } }
  })
}

async function sinkItems({ db, space }: SpaceCtx): Promise<SpaceItem[]> {
  const rows = await db.select().from(sinks).where(eq(sinks.spaceId, space.id)).orderBy(asc(sinks.name))
  return rows.map(({ name, type, datasets, config, paused, sealed }) => {
    const secrets = sealed === null ? [] : [SINK_SECRETS[type]!]
    return {
      kind: 'sink',
      name,
      path: `sinks/${name}.json`,
      settings: { type, datasets: datasets.toSorted(), config, paused, secrets },
    }
  })
}
