import type { auditEntries } from '../../database/schema/index.ts'

type Row = typeof auditEntries.$inferSelect

/** An entry as it will be stored, without its place in the chain. */
export type PreparedEntry = Omit<Row, 'seq' | 'hash'>

/** An entry with its place. */
export type ChainedEntry = PreparedEntry & { seq: number }
