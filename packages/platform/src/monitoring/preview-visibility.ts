import { decide, type Asker, type SpaceFacts, type Visibility, type VisibilityPreview } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { rowsOf } from '../database/connect.ts'
import { factsFor } from '../identity/access/asked-about.ts'
import { keyActor } from '../identity/access/key-actor.ts'
import { verb, type Ctx, type SpaceCtx } from '../kernel/context.ts'

const DAYS = 7
const DAY = 86_400_000
const CALLERS = 20

/** Who would gain or lose what, and which recorded calls would have ended otherwise, if the space were private or public. */
export const previewVisibility = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { visibility: Visibility } }): Promise<VisibilityPreview> => {
    const { id, visibility: from } = ctx.space
    const to = input.visibility
    const now = ctx.platform.clock.now()
    const [{ total, members }] = (await rowsOf<{ total: number; members: number }>(
      ctx.db,
      sql`
        with held as (
          select account_id, group_id from grants where space_id = ${id} and function_id is null
            and role in ('invoker', 'developer', 'admin')
            and (expires_at is null or expires_at > ${new Date(now).toISOString()}::timestamptz)
        ), granted as (
          select account_id as id from held where account_id is not null
          union select m.account_id from held h join group_members m on m.group_id = h.group_id
        )
        select count(*)::int as total,
          count(*) filter (where a.administrator or a.id in (select id from granted))::int as members
        from accounts a where a.state = 'active'`,
    )) as [{ total: number; members: number }]
    const changed = from === to ? 0 : total - members
    return {
      from,
      to,
      gain: to === 'public' ? changed : 0,
      lose: to === 'private' ? changed : 0,
      keep: total - changed,
      calls: await countCalls(ctx, to, now),
    }
  },
)

interface CallRow {
  caller: string
  fn: string
  refused: boolean
  calls: number
}

async function countCalls(ctx: SpaceCtx, to: Visibility, now: number): Promise<VisibilityPreview['calls']> {
  // Calls that functions and open triggers make need no right of a caller.
  const rows = await ctx.platform.searches.run(ctx, (db) =>
    rowsOf<CallRow>(
      db,
      sql`
        select i.caller as caller, f.name as fn, i.status = 'rejected' as refused,
          sum(i.repeats)::int as calls
        from invocations i join functions f on f.id = i.function_id
        where i.space_id = ${ctx.space.id} and i.id >= ${firstIdOf(now - DAYS * DAY)}::uuid
          and i.trigger <> 'function' and i.caller is not null
        group by 1, 2, 3`,
    ),
  )
  const known = new Map<string, Candidate[]>()
  const byCaller = new Map<string, { refused: number; allowed: number }>()
  let counted = 0
  for (const { caller, fn, refused, calls } of rows) {
    // oxlint-disable-next-line no-await-in-loop -- one caller after the other
    if (!known.has(caller)) known.set(caller, await candidatesOf(ctx, caller))
    const candidates = known.get(caller)!
    if (candidates.length === 0) continue
    counted += calls
    const may = (visibility: Visibility) =>
      candidates.some(
        ({ asker, space }) =>
          decide(asker, 'functions:invoke', { space: { ...space, visibility }, function: fn }, now).allowed,
      )
    const [before, after] = [may(ctx.space.visibility), may(to)]
    const effect = byCaller.get(caller) ?? { refused: 0, allowed: 0 }
    if (!refused && before && !after) effect.refused += calls
    if (refused && !before && after) effect.allowed += calls
    byCaller.set(caller, effect)
  }
  const callers = [...byCaller]
    .map(([caller, effect]) => ({ caller, ...effect }))
    .filter(({ refused, allowed }) => refused + allowed > 0)
    .toSorted((a, b) => b.refused + b.allowed - (a.refused + a.allowed))
  return {
    days: DAYS,
    counted,
    newlyRefused: callers.reduce((sum, { refused }) => sum + refused, 0),
    newlyAllowed: callers.reduce((sum, { allowed }) => sum + allowed, 0),
    callers: callers.slice(0, CALLERS),
  }
}

/** The least UUIDv7 of a moment (RFC 9562, 5.7): ids are in the order of time, and the table is sorted by them. */
function firstIdOf(time: number): string {
  const hex = Math.trunc(time).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`
}

interface Candidate {
  asker: Asker
  space: SpaceFacts
}

/** Records hold only the display name of their caller, which several accounts or keys may have. */
async function candidatesOf(ctx: SpaceCtx, caller: string): Promise<Candidate[]> {
  const key = caller.startsWith('key ') ? caller.slice('key '.length) : null
  const actors = key === null ? await accountsNamed(ctx, caller) : await keysNamed(ctx, key)
  return Promise.all(actors.map(async (asker) => ({ asker, space: await factsFor(ctx, ctx.space.id, asker) })))
}

async function accountsNamed(ctx: Ctx, name: string) {
  const rows = await rowsOf<{ id: string; name: string; email: string; administrator: boolean }>(
    ctx.db,
    sql`select id, name, email, administrator from accounts where name = ${name} and state = 'active' limit 50`,
  )
  return rows.map((row) => ({ kind: 'account' as const, ...row }))
}

async function keysNamed(ctx: Ctx, name: string) {
  const rows = await rowsOf<{ id: string }>(ctx.db, sql`select id from api_keys where name = ${name} limit 50`)
  const actors = await Promise.all(rows.map(({ id }) => keyActor(ctx.platform, sql`api_keys.id = ${id}`)))
  return actors.filter((actor) => actor !== null)
}
