import { timestamp } from 'drizzle-orm/pg-core'

/** Milliseconds, because that is what the API speaks: what is read equals what was written. */
export const time = (name: string) => timestamp(name, { withTimezone: true, precision: 3 })
