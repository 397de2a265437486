import { useQuery } from '@tanstack/react-query'
import { Outlet, useMatchRoute } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { functionQuery } from '../../api/functions.ts'
import { ErrorView } from '../../components/ErrorView.tsx'
import { useTranslation } from '../../i18n/index.ts'
import { paths } from '../../paths.ts'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Tag } from '../../ui/Tag.tsx'
import { AliasTag } from './AliasTag.tsx'
import { DraftSummary } from './DraftSummary.tsx'
import { FunctionMenu } from './FunctionMenu.tsx'
import { FunctionTabs } from './FunctionTabs.tsx'
import { HeaderSlots } from './HeaderSlot.tsx'
import { useFunctionParams } from './params.ts'

/** What every page of a function shares: its name and state, its tabs, and room for the tab's own actions. */
export default function FunctionLayout() {
  const { t } = useTranslation()
  const { space, fn } = useFunctionParams()
  const query = useQuery(functionQuery(space, fn))
  const onCode = Boolean(useMatchRoute()(paths.code(space, fn)))
  const [state, setState] = useState<HTMLElement | null>(null)
  const [actions, setActions] = useState<HTMLElement | null>(null)
  const slots = useMemo(() => ({ state, actions }), [state, actions])

  if (query.error && !query.data) {
    return (
      <ErrorView page error={query.error} notFound={t('fn.notFound', { fn })} onRetry={() => void query.refetch()} />
    )
  }
  return (
    <HeaderSlots value={slots}>
      <PageHeader
        tabbed
        title={fn}
        actions={
          <>
            {query.data && <FunctionMenu space={space} details={query.data} />}
            <span ref={setActions} className="contents" />
          </>
        }
      >
        {query.data ? (
          <>
            <Tag mono>{query.data.runtime}</Tag>
            {!onCode && <AliasTag aliases={query.data.aliases} />}
            <span ref={setState} className="contents" />
            {!onCode && <DraftSummary details={query.data} />}
          </>
        ) : (
          <Skeleton className="w-24" />
        )}
      </PageHeader>
      <FunctionTabs space={space} fn={fn} details={query.data} />
      <Outlet />
    </HeaderSlots>
  )
}
