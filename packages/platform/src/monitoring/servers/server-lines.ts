import {
  SERVER_LOG_LEVELS,
  type Page,
  type ServerLogLevel,
  type ServerLogLine,
  type ServerLogQuery,
} from '@alcove/contract'
import { and, desc, eq, ilike, inArray, lt, or } from 'drizzle-orm'
import { iso } from '../../database/connect.ts'
import { containing } from '../../database/containing.ts'
import { BY_ID, decodeCursor, pageFrom } from '../../database/cursor.ts'
import { newId } from '../../database/ids.ts'
import { serverLines } from '../../database/schema/index.ts'
import { authorizePlatform } from '../../identity/access/authorize-platform.ts'
import { verb, type Ctx } from '../../kernel/context.ts'
import type { Platform } from '../../kernel/platform.ts'
import { cleanText } from '../../records/recorder/clean-text.ts'

export interface NewServerLine {
  time: Date
  level: ServerLogLevel
  message: string
  /** JSON. */
  fields: string
}

/** Stores what a server logged. */
export async function storeServerLines(
  { db }: Platform,
  server: string,
  lines: readonly NewServerLine[],
): Promise<void> {
  const rows = lines.map(({ message, fields, ...line }) => ({
    id: newId(),
    server,
    ...line,
    message: cleanText(message),
    fields: cleanText(fields),
  }))
  if (rows.length > 0) await db.insert(serverLines).values(rows)
}

/** What the servers logged, newest first. For administrators: lines may name anything. */
export const listServerLines = verb(
  async ({ ctx, input }: { ctx: Ctx; input: ServerLogQuery }): Promise<Page<ServerLogLine>> => {
    authorizePlatform({ ctx, action: 'platform:admin' })
    const { cursor, level, limit, q, server } = input
    const before = decodeCursor(cursor, BY_ID)
    const where = and(
      before === null ? undefined : lt(serverLines.id, before),
      level && inArray(serverLines.level, SERVER_LOG_LEVELS.slice(SERVER_LOG_LEVELS.indexOf(level))),
      server === undefined ? undefined : eq(serverLines.server, server),
      q ? or(ilike(serverLines.message, containing(q)), ilike(serverLines.fields, containing(q))) : undefined,
    )
    const rows = await ctx.platform.searches.run(ctx, (db) =>
      db
        .select()
        .from(serverLines)
        .where(where)
        .orderBy(desc(serverLines.id))
        .limit(limit + 1),
    )
    return pageFrom(
      rows,
      limit,
      ({ id }) => id,
      ({ time, ...row }) => ({ ...row, time: iso(time) }),
    )
  },
)
