import { timestamp } from 'drizzle-orm/pg-core'

/** Milliseconds, like the API: a value that was read and sent back equals the stored one. */
export const time = (name: string) => timestamp(name, { withTimezone: true, precision: 3 })
