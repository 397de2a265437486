import { Link } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { meQuery } from '../../api/session.ts'
import { useTranslation } from '../../i18n/index.ts'
import { paths } from '../../navigation/paths.ts'
import { tabClass, Tabs } from '../../ui/Tabs.tsx'

/** Accounts, groups of them, and where they come from. */
export function AccountTabs() {
  const { t } = useTranslation()
  const admin = useQuery(meQuery).data?.actions.includes('platform:admin')
  const tab = { activeProps: { className: tabClass(true) }, inactiveProps: { className: tabClass(false) } }
  return (
    <Tabs label={t('shell.accounts')}>
      <Link {...paths.accounts()} {...tab}>
        {t('shell.accounts')}
      </Link>
      <Link {...paths.groups()} {...tab}>
        {t('shell.groups')}
      </Link>
      {admin && (
        <Link {...paths.identityProviders()} {...tab}>
          {t('shell.singleSignOn')}
        </Link>
      )}
    </Tabs>
  )
}
