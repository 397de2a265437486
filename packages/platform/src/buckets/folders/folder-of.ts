import { sql } from 'drizzle-orm'

/** Sorts after every key that continues a folder's name: no key may hold it. */
export const LAST = '\u{10ffff}'

/** The folder below `prefix` that the object `o` is in; null for one that is in none. */
export const folderOf = (prefix: string, delimiter: string) => sql`
  case when ${delimiter} <> '' and position(${delimiter} in substr(o.key, char_length(${prefix}) + 1)) > 0
    then ${prefix} || split_part(substr(o.key, char_length(${prefix}) + 1), ${delimiter}, 1) || ${delimiter} end`
