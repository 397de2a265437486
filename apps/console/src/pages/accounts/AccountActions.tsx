import type { Account } from '@alcove/contract'
import { Trash2, UserCheck, UserX } from 'lucide-react'
import { useState } from 'react'
import { accountsKey, deleteAccount, updateAccount } from '../../api/accounts.ts'
import { useChange } from '../../components/useChange.ts'
import { useTranslation } from '../../i18n/index.ts'
import { ConfirmByName } from '../../ui/ConfirmByName.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { IconButton } from '../../ui/IconButton.tsx'

/** Suspend, reactivate, delete. Only another administrator can change one's own account. */
export function AccountActions({ account, me }: { account: Account; me: boolean }) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState<'suspend' | 'delete' | null>(null)
  const { id, name, email, state } = account
  const invalidates = [accountsKey]
  const onDone = () => setAsking(null)
  const change = useChange({
    run: (next: 'active' | 'suspended') => updateAccount(id, { state: next }),
    invalidates,
    done: (changed) => t(changed.state === 'suspended' ? 'accounts.nowSuspended' : 'accounts.nowActive', { name }),
    onDone,
  })
  const remove = useChange({
    run: () => deleteAccount(id),
    invalidates,
    done: () => t('accounts.deleted', { email }),
    onDone,
  })
  const denied = me ? t('accounts.notOneself') : null
  return (
    <span className="inline-flex gap-1">
      {state === 'active' && (
        <IconButton
          size="sm"
          label={t('accounts.suspend', { name })}
          icon={<UserX size={14} />}
          disabledReason={denied}
          onClick={() => setAsking('suspend')}
        />
      )}
      {state === 'suspended' && (
        <IconButton
          size="sm"
          label={t('accounts.reactivate', { name })}
          icon={<UserCheck size={14} />}
          onClick={() => change.mutate('active')}
        />
      )}
      {state !== 'active' && (
        <IconButton
          size="sm"
          label={t('accounts.delete', { name })}
          icon={<Trash2 size={14} />}
          onClick={() => setAsking('delete')}
        />
      )}
      {asking === 'suspend' && (
        <FormDialog
          onClose={onDone}
          title={t('accounts.suspend', { name })}
          submit={t('accounts.suspendVerb')}
          variant="danger"
          pending={change.isPending}
          onSubmit={() => change.mutate('suspended')}
        >
          <p className="text-fg-2">{t('accounts.suspendMeans')}</p>
        </FormDialog>
      )}
      <ConfirmByName
        open={asking === 'delete'}
        onClose={onDone}
        onConfirm={() => remove.mutate(undefined)}
        pending={remove.isPending}
        title={t('accounts.delete', { name })}
        name={email}
        losses={[t('accounts.loses')]}
      />
    </span>
  )
}
