import { useQuery } from '@tanstack/react-query'
import { functionQuota, quotaQuery, type QuotaPlace } from '../../../api/quotas.ts'
import { SuspensionNotice } from '../../../components/quota/SuspensionNotice.tsx'
import { usePermission } from '../../../components/usePermission.ts'

interface FunctionSuspensionProps {
  space: string
  fn: string
  /** The page itself shows the function's quotas, and which of them suspended it. */
  ownShown: boolean
}

/** Says on every page of a function that it is suspended, by its own limits or with the whole space. */
export function FunctionSuspension({ space, fn, ownShown }: FunctionSuspensionProps) {
  const hidden = usePermission(space)('usage:read') !== undefined
  if (hidden) return null
  return (
    <>
      <SuspensionOf place={{ of: 'space', space }} />
      {!ownShown && <SuspensionOf place={functionQuota(space, fn)} />}
    </>
  )
}

function SuspensionOf({ place }: { place: QuotaPlace }) {
  const { data } = useQuery(quotaQuery(place))
  return data?.suspension ? <SuspensionNotice place={place} suspension={data.suspension} /> : null
}
