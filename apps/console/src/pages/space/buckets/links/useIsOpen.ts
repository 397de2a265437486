import type { ObjectLink } from '@alcove/contract'
import { useNow } from '../../../../ui/Time.tsx'

/** Whether a link still opens its object. */
export function useIsOpen(): (link: ObjectLink) => boolean {
  const now = useNow()
  return ({ expiresAt, revokedAt }) => revokedAt === null && Date.parse(expiresAt) > now
}
