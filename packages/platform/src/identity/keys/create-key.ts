import {
  AlcoveError,
  invalid,
  notFound,
  PLATFORM_ACTIONS,
  type Action,
  type CreatedKey,
  type CreateKey,
} from '@alcove/contract'
import { and, eq } from 'drizzle-orm'
import { accessTo } from '../access/authorize.ts'
import { platformActions } from '../access/rights.ts'
import { accountOf } from '../../kernel/actor.ts'
import { change } from '../../kernel/change.ts'
import { verb, type Ctx } from '../../kernel/context.ts'
import { newId } from '../../database/ids.ts'
import { apiKeys, functions } from '../../database/schema/index.ts'
import { keyOf, selectKeys } from './key-of.ts'
import { hashOf, newKey, prefixOf } from './key-secret.ts'
import { madeWith } from './made-with.ts'
import { requireKeysWrite } from './may-manage-keys.ts'
import { areWithin } from './within-networks.ts'

/**
 * A key never has more rights than its maker: they are checked here, its owner's current rights limit it later, and it
 * ends when the credential that made it ends.
 */
export const createKey = verb(async ({ ctx, input }: { ctx: Ctx; input: CreateKey }): Promise<CreatedKey> => {
  requireKeysWrite(ctx)
  const { actor } = ctx
  const expiresAt = expiryOf(ctx, input)
  const actions = input.actions.includes('*') ? '*' : [...new Set(input.actions as Action[])]
  const { functions: only = ['*'] } = input
  const networks = networksOf(ctx, input)
  const paths = only.includes('*') ? '*' : [...new Set(only)]
  // A key for functions is for their spaces only.
  const named = paths === '*' ? input.spaces : spacesOf(paths, input.spaces)
  const bounded = paths === '*' ? actions : []
  const spaces = named.includes('*') ? '*' : await spaceIds(ctx, [...new Set(named)], bounded)
  const functions = paths === '*' ? '*' : await functionIds(ctx, paths, actions)
  requireWithinMaker(ctx, spaces, actions)

  const key = newKey()
  return change(ctx, async (ctx) => {
    const id = newId(ctx.platform.clock.now())
    await ctx.db.insert(apiKeys).values({
      id,
      name: input.name,
      prefix: prefixOf(key),
      hash: hashOf(key),
      ownerId: accountOf(actor),
      ...madeWith(ctx),
      spaces,
      functions,
      actions,
      networks,
      expiresAt: expiresAt === null ? null : new Date(expiresAt),
    })
    const { spaces: _given, ...bounds } = input
    const after = {
      id,
      prefix: prefixOf(key),
      ...bounds,
      spaces: named,
      functions: only,
      networks,
      expiresAt: expiresAt === null ? null : new Date(expiresAt),
    }
    await ctx.change.audit('keys:create', `key ${input.name}`, { before: null, after })
    const [row] = await selectKeys(ctx).where(eq(apiKeys.id, id))
    return { ...keyOf(row!, ctx.platform.clock.now()), key }
  })
})

function expiryOf({ actor, platform }: Ctx, { expiresAt }: CreateKey): number | null {
  const wanted = expiresAt ? Date.parse(expiresAt) : null
  if (wanted !== null && wanted <= platform.clock.now()) {
    throw new AlcoveError('ValidationFailed', 'The key would already have expired', {
      errors: [{ path: 'expiresAt', message: 'Must be in the future' }],
    })
  }
  const limit = actor.kind === 'key' ? actor.expiresAt : null
  if (limit === null) return wanted
  if (wanted !== null && wanted > limit) {
    throw new AlcoveError('Forbidden', 'A key made with another key must expire no later than that key')
  }
  return wanted ?? limit
}

/** Those of the key that makes it, or a part of them. */
function networksOf({ actor }: Ctx, { networks: wanted = [] }: CreateKey): string[] {
  const own = actor.kind === 'key' ? actor.networks : []
  const networks = wanted.length > 0 ? wanted : [...own]
  if (areWithin(networks, own)) return networks
  throw new AlcoveError('Forbidden', `A key made with this key works from ${own.join(', ')} only`)
}

/** The maker must have access to each space, and each of the actions there. */
async function spaceIds(ctx: Ctx, names: string[], actions: readonly Action[] | '*'): Promise<string[]> {
  return Promise.all(
    names.map(async (name) => {
      const space = await accessTo(ctx, name)
      if (!space) throw notFound('space', name)
      const missing = actions === '*' ? undefined : actions.find((action) => !space.actions.has(action))
      if (missing) throw new AlcoveError('Forbidden', `You do not have ${missing} in space ${name} yourself`)
      return space.id
    }),
  )
}

/** The spaces of these functions. @throws {AlcoveError} when other spaces were named */
function spacesOf(paths: readonly string[], given: readonly string[]): string[] {
  const own = [...new Set(paths.map((path) => path.split('/')[0]!))]
  const outside = given.includes('*') ? undefined : own.find((space) => !given.includes(space))
  if (outside !== undefined) throw invalid('functions', `The function is in ${outside}, which is not among the spaces`)
  return own
}

/** The maker must have each of the actions on each function. */
async function functionIds(ctx: Ctx, paths: string[], actions: readonly Action[] | '*'): Promise<string[]> {
  return Promise.all(
    paths.map(async (path) => {
      const [name = '', fn = ''] = path.split('/')
      const space = await accessTo(ctx, name)
      const [found] = space
        ? await ctx.db
            .select({ id: functions.id })
            .from(functions)
            .where(and(eq(functions.spaceId, space.id), eq(functions.name, fn)))
        : []
      const here = space?.functions.get(fn) ?? space
      if (!found || !here || here.actions.size === 0) throw notFound('function', path)
      const missing = actions === '*' ? undefined : actions.find((action) => !here.actions.has(action))
      if (missing) throw new AlcoveError('Forbidden', `You do not have ${missing} on ${path} yourself`)
      return found.id
    }),
  )
}

function requireWithinMaker({ actor }: Ctx, spaces: string[] | '*', actions: readonly Action[] | '*'): void {
  if (actor.kind === 'key') {
    if (spaces === '*' && actor.spaces !== '*') {
      throw new AlcoveError(
        'Forbidden',
        'This API key is bound to particular spaces and cannot make a key for all spaces',
      )
    }
    if (actor.functions !== '*') {
      throw new AlcoveError('Forbidden', 'This API key is for particular functions and cannot make keys')
    }
    if (Object.values(actor.quota?.limits ?? {}).some((limit) => limit !== null)) {
      throw new AlcoveError(
        'Forbidden',
        'This API key has limits of its own and cannot make keys, which would have none',
      )
    }
    const own = actor.actions
    if (own !== '*' && (actions === '*' || actions.some((action) => !own.includes(action)))) {
      throw new AlcoveError('Forbidden', 'A key cannot make a key that may do more than itself')
    }
  }
  const platformWide: readonly Action[] = PLATFORM_ACTIONS
  const beyond =
    actions === '*'
      ? undefined
      : actions.find((action) => platformWide.includes(action) && !platformActions(actor).has(action))
  if (beyond) throw new AlcoveError('Forbidden', `You do not have ${beyond} yourself`)
}
