import type { spaces } from '../../database/schema/index.ts'

/** What the audit keeps of a space that goes or comes back. */
export function spaceState({ trashedName, name, visibility, description }: typeof spaces.$inferSelect) {
  return { name: trashedName ?? name, visibility, description }
}
