import {
  AlcoveError,
  type Action,
  type AlertTargetSettings,
  type ArchivedFunction,
  type ArchivedGrant,
  type ArchivedKind,
  type ArchivedSpace,
  type PutTrigger,
} from '@alcove/contract'
import { and, inArray, ne } from 'drizzle-orm'
import { hostNames } from '../../database/schema/index.ts'
import { subjectOf } from '../../identity/grants/subject-of.ts'
import type { SpaceCtx } from '../../kernel/context.ts'
import type { Difference } from './compare-spaces.ts'
import type { SpaceItem } from './space-item.ts'

/** The right that an import of each kind needs besides `spaces:write`. */
const NEEDS: Record<ArchivedKind, Action> = {
  space: 'spaces:write',
  bucket: 'buckets:write',
  layer: 'functions:write',
  function: 'functions:write',
  version: 'versions:publish',
  alias: 'aliases:write',
  trigger: 'triggers:write',
  test: 'functions:write',
  route: 'routes:write',
  host: 'routes:write',
  grant: 'grants:write',
  budget: 'quotas:write',
  alertTarget: 'triggers:write',
  alert: 'triggers:write',
  board: 'functions:write',
  sink: 'sinks:write',
}

/** Refuses changes that the caller may not make; skips items that cannot exist in this installation. */
export async function markWhatCannotBe(ctx: SpaceCtx, differences: readonly Difference[]): Promise<Difference[]> {
  const taken = await takenHosts(ctx, differences)
  const marked: Difference[] = []
  for (const difference of differences) {
    if (!CHANGES.has(difference.change)) {
      marked.push(difference)
      continue
    }
    const lacking = lacks(ctx, difference)
    // oxlint-disable-next-line no-await-in-loop -- few grants, one connection
    const reason = lacking === null ? await absence(ctx, difference, taken) : null
    if (lacking !== null) marked.push({ ...difference, change: 'refused', reason: `Needs ${lacking}` })
    else if (reason !== null) marked.push({ ...difference, change: 'skipped', reason })
    else marked.push(difference)
  }
  return marked
}

const CHANGES: ReadonlySet<Difference['change']> = new Set(['create', 'change', 'remove'])

function lacks({ space }: SpaceCtx, { item, before }: Difference): Action | null {
  const needs = [
    NEEDS[item.kind],
    ...(changesQuota(item.settings, before?.settings) ? (['quotas:write'] as const) : []),
  ]
  return needs.find((action) => !space.actions.has(action)) ?? null
}

function changesQuota(settings: unknown, before: unknown): boolean {
  const quotaIn = (of: unknown) => (of as Partial<ArchivedFunction | ArchivedSpace> | undefined)?.quota ?? null
  return JSON.stringify(quotaIn(settings)) !== JSON.stringify(quotaIn(before))
}

async function absence(
  ctx: SpaceCtx,
  { item, change }: Difference,
  taken: ReadonlySet<string>,
): Promise<string | null> {
  if (change === 'remove') return null
  if (hostsOf(item).some((host) => taken.has(host))) return 'This host name is in use already'
  if (item.kind === 'alertTarget') {
    const { type } = item.settings as AlertTargetSettings
    return type === 'email' && ctx.platform.mail === null ? 'This installation sends no e-mail' : null
  }
  return item.kind === 'grant' ? grantAbsence(ctx, item.name, item.settings as ArchivedGrant) : null
}

async function grantAbsence(ctx: SpaceCtx, subject: string, { grants }: ArchivedGrant): Promise<string | null> {
  if (grants.length === 0) return 'It has ended'
  try {
    await subjectOf(ctx, subject)
    return null
  } catch (error) {
    if (!(error instanceof AlcoveError)) throw error
    return subject.startsWith('group:') ? 'There is no such group here' : 'There is no such account here: invite it'
  }
}

function hostsOf({ kind, name, settings }: SpaceItem): readonly string[] {
  if (kind === 'host') return [name]
  const trigger = kind === 'trigger' ? (settings as PutTrigger) : null
  return trigger?.type === 'http' ? (trigger.config.hosts ?? []) : []
}

/** Those of other spaces, and of Alcove itself. */
async function takenHosts({ db, space, platform }: SpaceCtx, differences: readonly Difference[]) {
  const names = differences.flatMap(({ item }) => hostsOf(item))
  const own = [platform.origin, platform.gatewayOrigin].map((origin) => new URL(origin).hostname)
  if (names.length === 0) return new Set<string>()
  const rows = await db
    .select({ name: hostNames.name })
    .from(hostNames)
    .where(and(inArray(hostNames.name, names), ne(hostNames.spaceId, space.id)))
  return new Set([...own, ...rows.map(({ name }) => name)])
}
