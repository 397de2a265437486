import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { UserPlus } from 'lucide-react'
import { useState } from 'react'
import { accountsQuery } from '../../api/accounts.ts'
import { meQuery } from '../../api/session.ts'
import { Loaded } from '../../components/Loaded.tsx'
import { useTranslation } from '../../i18n/index.ts'
import { Button } from '../../ui/Button.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { AccountTable } from './AccountTable.tsx'
import { InviteDialog } from './InviteDialog.tsx'

export default function AccountsPage() {
  const { t } = useTranslation()
  const [inviting, setInviting] = useState(false)
  const me = useQuery(meQuery).data
  const query = useInfiniteQuery(accountsQuery)
  const may = me?.actions.includes('accounts:write')
  return (
    <>
      <PageHeader
        title={t('shell.accounts')}
        actions={
          <Button
            variant="primary"
            icon={<UserPlus size={14} />}
            disabledReason={me && !may ? t('accounts.administratorsOnly') : null}
            onClick={() => setInviting(true)}
          >
            {t('accounts.invite')}
          </Button>
        }
      />
      <div className="border-t border-line">
        <Loaded query={query} skeleton={<SkeletonRows tall />}>
          {(accounts) => <AccountTable accounts={accounts} pages={query} myId={me?.id} />}
        </Loaded>
      </div>
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
    </>
  )
}
