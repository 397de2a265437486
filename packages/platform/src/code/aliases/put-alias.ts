import { AliasName, AlcoveError, type Alias, type PutAlias } from '@alcove/contract'
import { and, eq, inArray } from 'drizzle-orm'
import { nameOf } from '../../kernel/actor.ts'
import { change, type Change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { requireMatch } from '../../database/etag.ts'
import { newId } from '../../database/ids.ts'
import type { Put } from '../../database/put.ts'
import { aliases, aliasMoves, versions } from '../../database/schema/index.ts'
import { lockFunction } from '../../spaces/find-function.ts'
import { aliasOf, readAlias } from './alias-of.ts'

export type PutAliasInput = PutAlias & {
  fn: string
  alias: string
  ifMatch?: string | undefined
  /** `*`: only if it does not exist yet. */
  ifNoneMatch?: string | undefined
}

/** Creates the alias or moves it, in one step: a caller is served by the old target or by the new one. */
export const putAlias = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: PutAliasInput }): Promise<Put<Alias>> => {
  if (!AliasName.safeParse(input.alias).success) {
    throw new AlcoveError('ValidationFailed', `"${input.alias}" cannot name an alias`)
  }
  return change(ctx, async (change) => {
    const { tx, audit, reroute } = change
    const fn = await lockFunction(change, ctx, input.fn)
    const key = { functionId: fn.id, name: input.alias }
    const [current] = await tx
      .select()
      .from(aliases)
      .where(and(eq(aliases.functionId, key.functionId), eq(aliases.name, key.name)))
    if (current && input.ifNoneMatch !== undefined) {
      throw new AlcoveError('PreconditionFailed', `The alias ${input.alias} exists already`)
    }
    if (!current && input.ifMatch !== undefined) {
      throw new AlcoveError('PreconditionFailed', `The alias ${input.alias} does not exist`)
    }
    if (current) requireMatch(input.ifMatch, current.moveId, 'The alias')
    await requireVersions(change, fn.id, input)

    const now = new Date(ctx.platform.clock.now())
    const by = nameOf(ctx.actor)
    const moveId = newId(now.getTime())
    const target = {
      version: input.version,
      additionalVersion: input.additional?.version ?? null,
      additionalWeight: input.additional?.weight ?? null,
    }
    const description = input.description ?? current?.description ?? ''
    const moved = { ...target, description, updatedAt: now, updatedBy: by, moveId }
    await tx
      .insert(aliases)
      .values({ ...key, ...moved, createdAt: now })
      .onConflictDoUpdate({ target: [aliases.functionId, aliases.name], set: moved })
    await tx.insert(aliasMoves).values({ id: moveId, functionId: fn.id, alias: input.alias, ...target, at: now, by })
    await audit(current ? 'aliases:move' : 'aliases:create', `function ${input.fn} alias ${input.alias}`, {
      ...target,
      ...(current && { from: current.version }),
    })
    reroute({ functionId: fn.id })
    return { created: !current, value: aliasOf(await readAlias(ctx, fn.id, input.alias)) }
  })
})

async function requireVersions({ tx }: Change, functionId: string, { version, additional }: PutAlias): Promise<void> {
  const wanted = [
    { path: 'version', number: version },
    ...(additional ? [{ path: 'additional.version', number: additional.version }] : []),
  ]
  const numbers = wanted.map(({ number }) => number)
  const rows = await tx
    .select({ number: versions.number })
    .from(versions)
    .where(and(eq(versions.functionId, functionId), inArray(versions.number, numbers)))
  const missing = wanted.filter(({ number }) => !rows.some((row) => row.number === number))
  if (missing.length === 0) return
  throw new AlcoveError('ValidationFailed', `There is no version ${missing[0]!.number} of this function`, {
    errors: missing.map(({ path, number }) => ({ path, message: `Version ${number} does not exist` })),
  })
}
