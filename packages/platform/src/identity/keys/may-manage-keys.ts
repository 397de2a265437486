import type { Ctx } from '../../kernel/context.ts'
import { requireActor } from '../access/require-actor.ts'
import { requireOfKey } from '../access/require-of-key.ts'

/** Accounts manage their own keys. A key may do so for its owner if it carries keys:write. */
export function requireKeysWrite({ actor }: Ctx): void {
  requireOfKey(requireActor(actor), 'keys:write')
}
