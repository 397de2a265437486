import { useQuery } from '@tanstack/react-query'
import { functionQuota, quotaQuery } from '../../../api/quotas.ts'
import { SuspensionNotice } from '../../../components/quota/SuspensionNotice.tsx'
import { usePermission } from '../../../components/usePermission.ts'

/** Says on every page of a function that it is suspended. */
export function FunctionSuspension({ space, fn }: { space: string; fn: string }) {
  const place = functionQuota(space, fn)
  const hidden = usePermission(space)('usage:read') !== undefined
  const { data } = useQuery({ ...quotaQuery(place), enabled: !hidden })
  return data?.suspension ? <SuspensionNotice place={place} suspension={data.suspension} /> : null
}
