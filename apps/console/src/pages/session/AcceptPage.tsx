import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { isApiError } from '../../api/error.ts'
import { invitationQuery } from '../../api/session.ts'
import { LinkButton } from '../../components/LinkButton.tsx'
import { useTranslation } from '../../i18n/index.ts'
import { paths } from '../../navigation/paths.ts'
import { Button } from '../../ui/Button.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { AcceptForm } from './AcceptForm.tsx'
import { SessionFrame } from './SessionFrame.tsx'
import { useTitle } from './useTitle.ts'

const TITLES = { setup: 'session.setup', invite: 'session.invited', reset: 'session.newPassword' } as const
const LEADS = { setup: 'session.setupLead', invite: 'session.inviteLead', reset: 'session.newPasswordLead' } as const

/** The page of one-time links: set-up of the first administrator, invitations, new passwords. */
export default function AcceptPage() {
  const { t } = useTranslation()
  const { token } = useSearch({ strict: false })
  const invitation = useQuery({ ...invitationQuery(token ?? ''), enabled: token !== undefined })
  const title = t(TITLES[invitation.data?.kind ?? 'setup'])
  useTitle(title)

  const { error } = invitation
  if (token === undefined || isApiError(error, 'NotFound')) {
    return (
      <SessionFrame title={t('session.linkDead')} lead={t('session.linkDeadDetail')}>
        <LinkButton {...paths.signIn()}>{t('session.signIn')}</LinkButton>
      </SessionFrame>
    )
  }
  if (error) {
    const code = isApiError(error) ? error.code : 'InternalError'
    return (
      <SessionFrame title={t(`errors.${code}`)} lead={error.message}>
        <Button pending={invitation.isFetching} onClick={() => void invitation.refetch()}>
          {t('common.retry')}
        </Button>
      </SessionFrame>
    )
  }
  if (!invitation.data) {
    return (
      <SessionFrame title={title}>
        <div role="status" className="grid gap-4">
          <Skeleton className="h-9 w-full" />
          <Skeleton className="h-9 w-full" />
        </div>
      </SessionFrame>
    )
  }
  return (
    <SessionFrame title={title} lead={t(LEADS[invitation.data.kind])}>
      <AcceptForm token={token} invitation={invitation.data} />
    </SessionFrame>
  )
}
