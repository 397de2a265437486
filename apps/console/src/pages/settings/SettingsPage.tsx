import { useQuery } from '@tanstack/react-query'
import { LogOut } from 'lucide-react'
import type { ReactNode } from 'react'
import { pricesQuery } from '../../api/prices.ts'
import { meQuery } from '../../api/session.ts'
import { settingsQuery } from '../../api/settings.ts'
import { QuotaSection } from '../../components/quota/QuotaSection.tsx'
import { useSignOut } from '../../components/useSignOut.ts'
import { chooseLanguage, LANGUAGE_NAMES, LANGUAGES, useLanguage, useTranslation } from '../../i18n/index.ts'
import { chooseTheme, THEMES, useTheme } from '../../ui/theme.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import { Button } from '../../ui/Button.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { Tag } from '../../ui/Tag.tsx'
import { TwoLines } from '../../ui/TwoLines.tsx'
import { PriceSetting } from './PriceSetting.tsx'
import { AuditRetention } from './AuditRetention.tsx'
import { StorageCeiling } from './StorageCeiling.tsx'

/**
 * The user's own settings: appearance in this browser, and the account. Administrators also see those of the
 * installation.
 */
export default function SettingsPage() {
  const { t } = useTranslation()
  const language = useLanguage()
  const { theme } = useTheme()
  const me = useQuery(meQuery).data
  const signOut = useSignOut()
  const rules = me?.actions.includes('platform:admin') ?? false
  const settings = useQuery({ ...settingsQuery, enabled: rules }).data
  const prices = useQuery({ ...pricesQuery, enabled: rules }).data
  return (
    <>
      <PageHeader title={t('shell.settings')} />
      <div className="border-t border-line">
        <Setting title={t('shell.theme')} detail={t('settings.here')}>
          <Segmented
            label={t('shell.theme')}
            value={theme}
            onChange={chooseTheme}
            options={THEMES.map((option) => ({ value: option, label: t(`shell.${option}`) }))}
          />
        </Setting>
        <Setting title={t('shell.language')} detail={t('settings.here')}>
          <Segmented
            label={t('shell.language')}
            value={language}
            onChange={(chosen) => void chooseLanguage(chosen)}
            options={LANGUAGES.map((value) => ({
              value,
              label: <span lang={value}>{LANGUAGE_NAMES[value]}</span>,
            }))}
          />
        </Setting>
        {me && (
          <Setting title={t('shell.account')} detail={t('settings.session')}>
            <div className="flex flex-wrap items-center gap-3">
              <Avatar name={me.name} me />
              <TwoLines note={me.email} tag={me.administrator && <Tag>{t('roles.administrator')}</Tag>}>
                {me.name}
              </TwoLines>
              <Button icon={<LogOut size={14} />} onClick={signOut}>
                {t('shell.signOut')}
              </Button>
            </div>
          </Setting>
        )}
        {settings && (
          <Setting title={t('settings.ceiling')} detail={t('settings.installation')}>
            <StorageCeiling key={settings.spaceStorageMaxMb} settings={settings} />
          </Setting>
        )}
        {settings && (
          <Setting title={t('shell.audit')} detail={t('settings.installation')}>
            <AuditRetention key={settings.auditDays} settings={settings} />
          </Setting>
        )}
        {rules && (
          <div className="border-b border-line">
            <QuotaSection place={{ of: 'platform' }} />
          </div>
        )}
        {prices && (
          <Setting title={t('settings.prices')} detail={t('settings.installation')}>
            <PriceSetting prices={prices} />
          </Setting>
        )}
      </div>
    </>
  )
}

function Setting({ title, detail, children }: { title: string; detail: string; children: ReactNode }) {
  return (
    <section
      aria-label={title}
      className="grid grid-cols-[240px_minmax(0,1fr)] items-center gap-x-6 gap-y-2 border-b border-line px-gutter py-4 narrow:grid-cols-1"
    >
      <div>
        <h2 className="font-heading">{title}</h2>
        <p className="text-sm text-fg-3">{detail}</p>
      </div>
      {children}
    </section>
  )
}
