import { sql } from 'drizzle-orm'

/** What a PUT left, and whether there was none before. */
export interface Put<T> {
  created: boolean
  value: T
}

/** To be returned by `insert … on conflict do update`: only a row that was there had a transaction lock it (xmax). */
export const inserted = sql<boolean>`xmax = 0`
