import { eq, sql } from 'drizzle-orm'
import type { RunningAction } from '../../jobs/background/background-kind.ts'
import { rowsOf } from '../../database/connect.ts'
import { spaces } from '../../database/schema/index.ts'
import { authorize } from '../../identity/access/authorize.ts'
import type { Changing, SpaceCtx } from '../../kernel/context.ts'

/** What an action on a folder was asked to do. */
export interface FolderDetail {
  bucket: string
  bucketId: string
  prefix: string
  /** What a move turns the prefix into. */
  to?: string
  /** Objects written later stay as they are. */
  until: string
}

export const detailOf = (action: RunningAction) => action.detail as unknown as FolderDetail

/** The next objects of the folder, by key. */
export async function nextKeys(ctx: Changing, action: RunningAction, limit: number): Promise<string[]> {
  const { bucketId, prefix, until } = detailOf(action)
  const rows = await rowsOf<{ key: string }>(
    ctx.db,
    sql`
      select key from objects
      where bucket_id = ${bucketId} and key >= ${prefix} and key ^@ ${prefix} and key > ${action.position ?? ''}
        and updated_at <= ${until}::timestamptz
      order by key limit ${limit}`,
  )
  return rows.map(({ key }) => key)
}

/** A context for changing objects of the action's space in the name of the person who started the action. */
export async function inSpaceOf(ctx: Changing, action: RunningAction): Promise<Changing<SpaceCtx>> {
  const [space] = await ctx.db.select({ name: spaces.name }).from(spaces).where(eq(spaces.id, action.spaceId))
  const actor = { kind: 'platform', name: action.startedBy } as const
  const authorised = await authorize({ ctx: { ...ctx, actor }, action: 'buckets:write', space: space!.name })
  return authorised as Changing<SpaceCtx>
}
