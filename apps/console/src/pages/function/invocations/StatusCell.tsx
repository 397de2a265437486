import type { Invocation } from '@alcove/contract'
import { useTranslation } from '../../../i18n/index.ts'
import { StatusMark } from '../../../ui/StatusMark.tsx'
import { Repeats } from './Repeats.tsx'

/** How a call ended; in a list of several functions phones show its function here, where they have no column for it. */
export function StatusCell({ call, acrossFunctions }: { call: Invocation; acrossFunctions: boolean }) {
  const { t } = useTranslation()
  return (
    <span className="narrow:flex narrow:min-w-0 narrow:items-center">
      <StatusMark status={call.status}>{t(`status.${call.status}`)}</StatusMark>
      <Repeats count={call.repeats} />
      {acrossFunctions && <span className="cut ml-2 hidden font-name narrow:block">{call.function}</span>}
    </span>
  )
}
