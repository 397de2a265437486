import { AliasName, AlcoveError, type Alias, type PutAlias } from '@alcove/contract'
import { and, eq, inArray } from 'drizzle-orm'
import { nameOf } from '../../kernel/actor.ts'
import { changed } from '../../kernel/audit/changed.ts'
import { change } from '../../kernel/change.ts'
import { verb, type Changing, type SpaceCtx } from '../../kernel/context.ts'
import { requireExpected, type Expected } from '../../kernel/require-expected.ts'
import { newId } from '../../database/ids.ts'
import type { Put } from '../../database/put.ts'
import { aliases, aliasMoves, versions } from '../../database/schema/index.ts'
import { publishEvents } from '../../kernel/events/publish-events.ts'
import { requireRoomFor } from '../../usage/quotas/require-within.ts'
import { lockFunction } from '../../spaces/find-function.ts'
import { requirePassed } from '../tests/require-passed.ts'
import { aliasOf, readAlias } from './alias-of.ts'
import { requireMayMoveProtected } from './may-move-protected.ts'

export type PutAliasInput = PutAlias & {
  fn: string
  alias: string
  /** ETags of the alias that the caller has seen. */
  expected?: Expected | undefined
}

/** Creates or moves the alias in one step: a call gets either the old target or the new one. */
export const putAlias = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: PutAliasInput }): Promise<Put<Alias>> => {
  if (!AliasName.safeParse(input.alias).success) {
    throw new AlcoveError('ValidationFailed', `"${input.alias}" cannot name an alias`)
  }
  return change(ctx, async (ctx) => {
    const fn = await lockFunction(ctx, input.fn)
    const key = { functionId: fn.id, name: input.alias }
    const [current] = await ctx.db
      .select()
      .from(aliases)
      .where(and(eq(aliases.functionId, key.functionId), eq(aliases.name, key.name)))
    requireExpected(input.expected, current?.moveId ?? null, `The alias ${input.alias}`)
    if (current?.protected || input.protected !== undefined) requireMayMoveProtected(ctx, input.alias)
    if (!current) await requireRoomFor(ctx, 'aliases', fn)
    await requireVersions(ctx, fn.id, input)
    if (input.override) requireMayOverride(ctx)
    else {
      const before = current ? sharesOf(targetOf(current)) : null
      for (const [version, share] of sharesOf(input)) {
        // A version that gets no more calls than it has is not moved to.
        if (share > (before?.get(version) ?? 0) + ROUNDING)
          await requirePassed(ctx, { fn, alias: input.alias, version })
      }
    }

    const now = new Date(ctx.platform.clock.now())
    const by = nameOf(ctx.actor)
    const moveId = newId(now.getTime())
    const target = {
      version: input.version,
      additionalVersion: input.additional?.version ?? null,
      additionalWeight: input.additional?.weight ?? null,
    }
    const description = input.description ?? current?.description ?? ''
    const guarded = { protected: input.protected ?? current?.protected ?? false }
    const moved = { ...target, ...guarded, description, updatedAt: now, updatedBy: by, moveId }
    const reason = input.reason ?? input.override?.reason ?? null
    await ctx.db
      .insert(aliases)
      .values({ ...key, ...moved, createdAt: now })
      .onConflictDoUpdate({ target: [aliases.functionId, aliases.name], set: moved })
    await ctx.db
      .insert(aliasMoves)
      .values({ id: moveId, functionId: fn.id, alias: input.alias, ...target, at: now, by, reason })
    await ctx.change.audit(current ? 'aliases:move' : 'aliases:create', `function ${input.fn} alias ${input.alias}`, {
      ...changed(current, { ...target, ...guarded, description }),
      ...(reason !== null && { reason }),
      ...(input.override && { override: input.override.reason }),
    })
    await publishEvents(ctx, ctx.space.id, [
      {
        type: 'alcove.alias.moved',
        source: `/spaces/${ctx.space.name}/functions/${input.fn}`,
        subject: input.alias,
        data: {
          function: input.fn,
          alias: input.alias,
          version: input.version,
          additional: input.additional ?? null,
          from: current?.version ?? null,
          by,
        },
      },
    ])
    ctx.change.reroute({ functionId: fn.id })
    return { created: !current, value: aliasOf(await readAlias(ctx, fn.id, input.alias)) }
  })
})

function targetOf(row: typeof aliases.$inferSelect): Pick<PutAlias, 'version' | 'additional'> {
  const { version, additionalVersion, additionalWeight } = row
  return additionalVersion === null
    ? { version }
    : { version, additional: { version: additionalVersion, weight: additionalWeight! } }
}

/** 1 - 0.95 is more than 0.05. */
const ROUNDING = 1e-9

/** Which part of the calls each version gets. */
function sharesOf({ version, additional }: Pick<PutAlias, 'version' | 'additional'>): Map<number, number> {
  const shares = new Map([[version, 1 - (additional?.weight ?? 0)]])
  return additional ? shares.set(additional.version, additional.weight) : shares
}

function requireMayOverride({ space }: SpaceCtx): void {
  if (space.actions.has('grants:write')) return
  throw new AlcoveError('Forbidden', 'Needs grants:write: only admins of the space override what guards an alias')
}

async function requireVersions(ctx: Changing, functionId: string, { version, additional }: PutAlias): Promise<void> {
  const wanted = [
    { path: 'version', number: version },
    ...(additional ? [{ path: 'additional.version', number: additional.version }] : []),
  ]
  const numbers = wanted.map(({ number }) => number)
  const rows = await ctx.db
    .select({ number: versions.number })
    .from(versions)
    .where(and(eq(versions.functionId, functionId), inArray(versions.number, numbers)))
  const missing = wanted.filter(({ number }) => !rows.some((row) => row.number === number))
  if (missing.length === 0) return
  throw new AlcoveError('ValidationFailed', `There is no version ${missing[0]!.number} of this function`, {
    errors: missing.map(({ path, number }) => ({ path, message: `Version ${number} does not exist` })),
  })
}
