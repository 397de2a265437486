import { useQuery } from '@tanstack/react-query'
import type { QuotaPlace } from '../../api/quotas.ts'
import { spaceQuery } from '../../api/spaces.ts'
import { useDenied } from '../useDenied.ts'

/** Why a quota cannot be changed. Keys belong to who sees them, and the page of the installation is for administrators. */
export function useQuotaPermission(place: QuotaPlace): string | undefined {
  const space = 'space' in place ? place.space : null
  const { data } = useQuery({ ...spaceQuery(space ?? ''), enabled: space !== null })
  const denied = useDenied(data)
  return space === null ? undefined : (denied('quotas:write') ?? undefined)
}
