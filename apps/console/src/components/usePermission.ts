import type { Action } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { spaceQuery } from '../api/spaces.ts'
import { useDenied } from './useDenied.ts'

/** Why an action is not allowed in this space; `undefined` when it is. */
export function usePermission(space: string): (action: Action) => string | undefined {
  const denied = useDenied(useQuery(spaceQuery(space)).data)
  return (action) => denied(action) ?? undefined
}
