import { kindOf } from './kinds/kinds.ts'
import type { StoredTrigger } from './stored-trigger.ts'

/** What the audit keeps of a trigger: its settings without secrets. */
export function auditedTrigger({ type, qualifier, enabled, config }: StoredTrigger) {
  return { type, qualifier, enabled, config: kindOf(type).shownConfig?.(config) ?? config }
}
