import { Link } from '@tanstack/react-router'
import { useTranslation } from '../../i18n/index.ts'
import { paths } from '../../navigation/paths.ts'
import { tabClass, Tabs } from '../../ui/Tabs.tsx'

/** How the servers are, and what they log. */
export function HealthTabs() {
  const { t } = useTranslation()
  const tab = {
    activeOptions: { exact: true, includeSearch: false },
    activeProps: { className: tabClass(true) },
    inactiveProps: { className: tabClass(false) },
  }
  return (
    <Tabs label={t('shell.health')}>
      <Link {...paths.health()} {...tab}>
        {t('platform.servers')}
      </Link>
      <Link {...paths.serverLog()} {...tab}>
        {t('platform.log')}
      </Link>
    </Tabs>
  )
}
