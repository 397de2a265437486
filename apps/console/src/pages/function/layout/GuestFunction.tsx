import { useQuery } from '@tanstack/react-query'
import { useLocation } from '@tanstack/react-router'
import { functionCardQuery } from '../../../api/functions.ts'
import { LinkButton } from '../../../components/LinkButton.tsx'
import { Loaded } from '../../../components/Loaded.tsx'
import { LockedPage } from '../../../components/LockedPage.tsx'
import { usePermission } from '../../../components/usePermission.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { paths } from '../../../navigation/paths.ts'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { Tag } from '../../../ui/Tag.tsx'
import { InvokePanel } from '../invoke/InvokePanel.tsx'
import { useFunctionParams } from '../params.ts'
import { FunctionTabs, tabOf } from './FunctionTabs.tsx'

/** A function of a public space for users without a role there: they can invoke it, other pages are locked. */
export function GuestFunction() {
  const { t } = useTranslation()
  const { space, fn } = useFunctionParams()
  const query = useQuery(functionCardQuery(space, fn))
  const tab = tabOf(useLocation().pathname)
  const denied = usePermission(space)(tab.needs)
  return (
    <>
      <PageHeader tabbed title={fn}>
        {query.data && <Tag mono>{query.data.runtime}</Tag>}
        <span className="cut text-fg-2 narrow:hidden">{query.data?.description}</span>
      </PageHeader>
      <FunctionTabs space={space} fn={fn} details={undefined} />
      {tab.key === 'overview' ? (
        <Loaded query={query} notFound={t('fn.notFound', { fn })}>
          {({ qualifiers, url }) => <InvokePanel space={space} fn={fn} qualifiers={qualifiers} url={url} />}
        </Loaded>
      ) : (
        <LockedPage reason={denied}>
          <LinkButton {...paths.function(space, fn)}>{t('fn.invoke.title')}</LinkButton>
        </LockedPage>
      )}
    </>
  )
}
