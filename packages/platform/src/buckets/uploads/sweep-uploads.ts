import { eq, lt } from 'drizzle-orm'
import { uploads } from '../../database/schema/index.ts'
import { change } from '../../kernel/change.ts'
import type { Ctx } from '../../kernel/context.ts'
import type { Platform } from '../../kernel/platform.ts'
import { discardUploads } from './discard-uploads.ts'

/** Ends the uploads of which no part came for a day. */
export async function sweepUploads(platform: Platform): Promise<number> {
  const { db, clock } = platform
  const due = await db
    .select({ id: uploads.id })
    .from(uploads)
    .where(lt(uploads.expiresAt, new Date(clock.now())))
  const ctx: Ctx = { platform, db, actor: { kind: 'platform', name: 'housekeeping' }, requestId: 'housekeeping' }
  let swept = 0
  for (const { id } of due) swept += await change(ctx, (ctx) => discardUploads(ctx, eq(uploads.id, id)))
  return swept
}
