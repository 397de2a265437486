import { useQuery } from '@tanstack/react-query'
import { quotaQuery } from '../../../api/quotas.ts'
import { SuspensionNotice } from '../../../components/quota/SuspensionNotice.tsx'
import { usePermission } from '../../../components/usePermission.ts'

/** Says on every page of a function that it is suspended. */
export function FunctionSuspension({ space, fn }: { space: string; fn: string }) {
  const hidden = usePermission(space)('usage:read') !== undefined
  const { data } = useQuery({ ...quotaQuery(space, fn), enabled: !hidden })
  return data?.suspension ? <SuspensionNotice space={space} fn={fn} suspension={data.suspension} /> : null
}
