import type { PriceList, Prices, PutPrices } from '@alcove/contract'
import { iso } from '../database/connect.ts'
import { newId } from '../database/ids.ts'
import { lockTable } from '../database/lock-table.ts'
import { priceLists } from '../database/schema/index.ts'
import { authorizePlatform } from '../identity/access/authorize-platform.ts'
import { requireActor } from '../identity/access/require-actor.ts'
import { nameOf } from '../kernel/actor.ts'
import { change } from '../kernel/change.ts'
import { verb, type Ctx } from '../kernel/context.ts'
import { etagOf } from '../kernel/etag-of.ts'
import { requireExpected, type Expected } from '../kernel/require-expected.ts'
import { readPrices, type StoredPrices } from '../records/prices/read-prices.ts'
import { SPENDING_CHANGED } from './quotas/spending-changed.ts'

export const getPrices = verb(async ({ ctx }: { ctx: Ctx; input: object }): Promise<Prices> => {
  requireActor(ctx.actor)
  return pricesOf(await readPrices(ctx))
})

interface PutPricesInput {
  prices: PutPrices
  /** ETags of the price list that the caller has seen. */
  expected?: Expected | undefined
}

/** Adds a price list that is valid from now on. Earlier usage keeps the list before it. */
export const putPrices = verb(async ({ ctx, input }: { ctx: Ctx; input: PutPricesInput }): Promise<Prices> => {
  authorizePlatform({ ctx, action: 'platform:admin' })
  return change(ctx, async (ctx) => {
    await lockTable(ctx.db, priceLists)
    const lists = await readPrices(ctx)
    const before = lists.at(-1)
    requireExpected(input.expected, pricesOf(lists).etag, 'The price list')
    const now = ctx.platform.clock.now()
    await ctx.db
      .insert(priceLists)
      .values({ id: newId(now), validFrom: new Date(now), setBy: nameOf(ctx.actor), ...input.prices })
    await ctx.change.audit('prices:put', 'prices', { before: before ? listOf(before) : null, after: input.prices })
    ctx.change.jobQueued(SPENDING_CHANGED)
    return pricesOf(await readPrices(ctx))
  })
})

function pricesOf(lists: readonly StoredPrices[]): Prices {
  const history = lists.map(listOf).toReversed()
  const current = history[0] ?? null
  return { current, history, etag: etagOf(lists.length > 0 && amountsOf(lists.at(-1)!)) }
}

const amountsOf = ({ id: _id, validFrom: _validFrom, setBy: _setBy, ...amounts }: StoredPrices) => amounts

function listOf(stored: StoredPrices): PriceList {
  return { ...stored, validFrom: iso(stored.validFrom) }
}
