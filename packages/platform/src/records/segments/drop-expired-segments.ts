import { eq, inArray, lt, and, sql } from 'drizzle-orm'
import type { Connection } from '../../database/connect.ts'
import { firstIdAt } from '../../database/ids.ts'
import { logSegments, spaces } from '../../database/schema/index.ts'
import type { Platform } from '../../kernel/platform.ts'
import { DAY_MS } from '../partitions/apply-retention.ts'

/** A file system takes some time to free a large file, and S3 to answer: a day of lines is a hundred files. */
const AT_A_TIME = 8

/** Drops segments whose newest line is older than their space keeps lines, and those of spaces that are gone. */
export async function dropExpiredSegments({
  db,
  blobs,
  clock,
}: Pick<Platform, 'db' | 'blobs' | 'clock'>): Promise<void> {
  const kept = await db.select({ id: spaces.id, retention: spaces.retention }).from(spaces)
  const dropped = await db
    .delete(logSegments)
    .where(sql`not exists (select from ${spaces} where ${spaces.id} = ${logSegments.spaceId})`)
    .returning({ hash: logSegments.hash })
  for (const { id, retention } of kept) {
    const oldest = firstIdAt(clock.now() - retention.lines * DAY_MS)
    dropped.push(
      // oxlint-disable-next-line no-await-in-loop -- one space after the other
      ...(await db
        .delete(logSegments)
        .where(and(eq(logSegments.spaceId, id), lt(logSegments.lastId, oldest)))
        .returning({ hash: logSegments.hash })),
    )
  }
  await deleteUnlisted(
    { db, blobs },
    dropped.map(({ hash }) => hash),
  )
}

/** Two equal segments are one blob: another one may still be listed. */
async function deleteUnlisted(
  { db, blobs }: { db: Connection; blobs: Platform['blobs'] },
  hashes: string[],
): Promise<void> {
  if (hashes.length === 0) return
  const listed = await db.select({ hash: logSegments.hash }).from(logSegments).where(inArray(logSegments.hash, hashes))
  const still = new Set(listed.map(({ hash }) => hash))
  const unlisted = hashes.filter((hash) => !still.has(hash))
  for (let from = 0; from < unlisted.length; from += AT_A_TIME) {
    // oxlint-disable-next-line no-await-in-loop -- so many at a time
    await Promise.all(unlisted.slice(from, from + AT_A_TIME).map((hash) => blobs.delete(hash)))
  }
}
