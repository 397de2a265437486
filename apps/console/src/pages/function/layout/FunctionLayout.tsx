import { useQuery } from '@tanstack/react-query'
import { Outlet, useLocation } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { functionQuery } from '../../../api/functions.ts'
import { isWhole, spaceQuery } from '../../../api/spaces.ts'
import { AskForAccess } from '../../../components/AskForAccess.tsx'
import { ErrorView } from '../../../components/ErrorView.tsx'
import { LinkButton } from '../../../components/LinkButton.tsx'
import { LockedPage } from '../../../components/LockedPage.tsx'
import { usePermission } from '../../../components/usePermission.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { paths } from '../../../navigation/paths.ts'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { Skeleton, SkeletonRows } from '../../../ui/Skeleton.tsx'
import { Tag } from '../../../ui/Tag.tsx'
import { HeaderSlots } from '../HeaderSlot.tsx'
import { InvokeButton } from '../invoke/InvokeButton.tsx'
import { InvokePanel } from '../invoke/InvokePanel.tsx'
import { useFunctionParams } from '../params.ts'
import { AliasTag } from './AliasTag.tsx'
import { DraftSummary } from './DraftSummary.tsx'
import { FunctionSuspension } from './FunctionSuspension.tsx'
import { FunctionMenu } from './FunctionMenu.tsx'
import { FunctionTabs, tabOf } from './FunctionTabs.tsx'
import { GuestFunction } from './GuestFunction.tsx'

/** The pages of a function: all of them with a role in the space, otherwise only the one to invoke it. */
export default function FunctionLayout() {
  const { space, fn } = useFunctionParams()
  const { data: place, error } = useQuery(spaceQuery(space))
  const narrowed = place?.access.functions?.some((on) => on.function === fn && on.actions.includes('functions:read'))
  if (error && !place) return <AskForAccess space={space} error={error} />
  if (place && !isWhole(place) && !narrowed) return <GuestFunction />
  return <MemberFunction known={place !== undefined} />
}

/** Shared by all pages of a function: name, state, tabs, and the tab's own actions. */
function MemberFunction({ known }: { known: boolean }) {
  const { t } = useTranslation()
  const { space, fn } = useFunctionParams()
  const query = useQuery(functionQuery(space, fn))
  const tab = tabOf(useLocation().pathname)
  const denied = usePermission(space)(tab.needs)
  const [state, setState] = useState<HTMLElement | null>(null)
  const [actions, setActions] = useState<HTMLElement | null>(null)
  const slots = useMemo(() => ({ state, actions }), [state, actions])

  if (query.error && !query.data) {
    return (
      <ErrorView page error={query.error} notFound={t('fn.notFound', { fn })} onRetry={() => void query.refetch()} />
    )
  }
  // Until the account is known, only the card may be available.
  const details = known ? query.data : undefined
  const onCode = tab.key === 'code'
  return (
    <HeaderSlots value={slots}>
      <PageHeader
        tabbed
        title={fn}
        actions={
          <>
            {details && <FunctionMenu space={space} details={details} />}
            {details && !denied && !onCode && tab.key !== 'tests' && <InvokeButton space={space} details={details} />}
            <span ref={setActions} className="contents" />
          </>
        }
      >
        {details ? (
          <>
            <Tag mono>{details.runtime}</Tag>
            {!onCode && <AliasTag aliases={details.aliases} />}
            <span ref={setState} className="contents" />
            {!onCode && <DraftSummary details={details} />}
          </>
        ) : (
          <Skeleton className="w-24" />
        )}
      </PageHeader>
      <FunctionTabs space={space} fn={fn} details={details} />
      {known && <FunctionSuspension space={space} fn={fn} ownShown={tab.key === 'configuration'} />}
      {!known ? (
        <SkeletonRows />
      ) : !denied ? (
        <Outlet />
      ) : tab.key === 'overview' ? (
        details && (
          <InvokePanel space={space} fn={fn} qualifiers={['draft', ...details.aliases.map(({ name }) => name)]} />
        )
      ) : (
        <LockedPage reason={denied}>
          <LinkButton {...paths.function(space, fn)}>{t('fn.invoke.title')}</LinkButton>
        </LockedPage>
      )}
    </HeaderSlots>
  )
}
