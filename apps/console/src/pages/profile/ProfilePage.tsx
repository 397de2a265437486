import { useQuery } from '@tanstack/react-query'
import { LogOut, ShieldAlert } from 'lucide-react'
import { signInMethodsQuery } from '../../api/profile.ts'
import { meQuery } from '../../api/session.ts'
import { ownReachQuery } from '../../api/profile.ts'
import { Loaded } from '../../components/Loaded.tsx'
import { useSignOut } from '../../components/useSignOut.ts'
import { useWholeList } from '../../components/useWholeList.ts'
import { useTranslation } from '../../i18n/index.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { Section } from '../../ui/Section.tsx'
import { ReachTable } from '../accounts/ReachTable.tsx'
import { OwnKeys } from './OwnKeys.tsx'
import { OwnSessions } from './OwnSessions.tsx'
import { PasswordSection } from './PasswordSection.tsx'
import { ProfileForm } from './ProfileForm.tsx'
import { SecondFactors } from './SecondFactors.tsx'

/** One's own name and preferences, how one signs in, and what one has: sessions, keys, reach. */
export default function ProfilePage() {
  const { t } = useTranslation()
  const me = useQuery(meQuery)
  const methods = useQuery(signInMethodsQuery)
  const signOut = useSignOut()
  return (
    <Loaded query={me}>
      {(own) => (
        <>
          <PageHeader
            mark={<Avatar name={own.name} me />}
            title={own.name}
            actions={
              <Button icon={<LogOut size={14} />} onClick={signOut}>
                {t('shell.signOut')}
              </Button>
            }
          >
            <span className="cut pt-1 text-sm text-fg-3 narrow:hidden">{own.email}</span>
          </PageHeader>
          {own.mustEnroll && (
            <Notice tone="warning" icon={<ShieldAlert size={15} />} title={t('profile.mustEnroll')}>
              {t('profile.mustEnrollDetail')}
            </Notice>
          )}
          <div className="grid grow border-t border-line roomy:grid-cols-[minmax(0,1fr)_320px]">
            <div className="min-w-0">
              <ProfileForm me={own} />
              <Loaded query={methods}>
                {(ways) => (
                  <>
                    <PasswordSection me={own} methods={ways} />
                    <SecondFactors methods={ways} />
                  </>
                )}
              </Loaded>
              <OwnSessions />
              {!own.mustEnroll && <OwnKeys />}
            </div>
            <aside className="min-w-0 roomy:border-l roomy:border-line">{!own.mustEnroll && <Reach />}</aside>
          </div>
        </>
      )}
    </Loaded>
  )
}

function Reach() {
  const { t } = useTranslation()
  const query = useWholeList(ownReachQuery)
  return (
    <Section title={t('profile.reach')}>
      <Loaded query={query}>{(reach) => <ReachTable reach={reach} />}</Loaded>
    </Section>
  )
}
