import { sql } from 'drizzle-orm'

/** The result of a PUT, and whether it created the resource. */
export interface Put<T> {
  created: boolean
  value: T
}

/** For `insert … on conflict do update … returning`: xmax is 0 only in a row that this statement inserted. */
export const inserted = sql<boolean>`xmax = 0`
