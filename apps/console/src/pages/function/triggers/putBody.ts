import type { PutTrigger, Trigger } from '@alcove/contract'

/** The body that leaves this trigger as it is. */
export function putBodyOf({ type, qualifier, enabled, config }: Trigger): PutTrigger {
  return { type, qualifier, enabled, config } as PutTrigger
}
