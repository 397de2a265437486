import { sql } from 'drizzle-orm'
import type { Transaction } from '../../database/connect.ts'

/** A space goes with its buckets; what their objects and uploads hold in the object store is swept afterwards. */
export async function discardObjects(tx: Transaction, spaceId: string): Promise<void> {
  await tx.execute(sql`
    insert into discarded_pieces (name, delete_after)
    select (piece ->> 'name')::uuid, now() from (
      select jsonb_array_elements(o.pieces) as piece from objects o join buckets b on b.id = o.bucket_id
      where b.space_id = ${spaceId}
      union all
      select p.piece from upload_parts p join uploads u on u.id = p.upload_id join buckets b on b.id = u.bucket_id
      where b.space_id = ${spaceId}
    ) stored`)
}
