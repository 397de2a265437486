import type { SpaceEvent } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { iso } from '../../database/connect.ts'
import type { RawRow } from '../../database/raw-row.ts'
import type { events } from '../../database/schema/index.ts'

type Row = RawRow<typeof events>
export type EventRow = Pick<
  Row,
  'id' | 'event_id' | 'source' | 'type' | 'subject' | 'publisher' | 'received_at' | 'started'
> & { bytes: number }

export const EVENT_COLUMNS = sql`
  e.id, e.event_id, e.source, e.type, e.subject, e.publisher, e.received_at, e.started, octet_length(e.event) as bytes`

export function eventOf(row: EventRow): SpaceEvent {
  return {
    eventId: row.id,
    id: row.event_id,
    source: row.source,
    type: row.type,
    subject: row.subject,
    receivedAt: iso(row.received_at),
    publisher: row.publisher,
    bytes: row.bytes,
    started: row.started,
  }
}
