import { type Role, ROLES, type Space } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { meQuery } from '../../../api/session.ts'
import { putGrant, spaceKey } from '../../../api/spaces.ts'
import { LinkButton } from '../../../components/LinkButton.tsx'
import { useChange } from '../../../components/useChange.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { paths } from '../../../navigation/paths.ts'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { Field } from '../../../ui/Field.tsx'
import { Select } from '../../../ui/Select.tsx'
import { useMembers } from './useMembers.ts'

/** Gives an account a role in the space. */
export function GrantDialog({ space, onClose }: { space: Space; onClose: () => void }) {
  const { t } = useTranslation()
  const { others } = useMembers(space.name)
  const mayInvite = useQuery(meQuery).data?.actions.includes('accounts:write')
  const [chosen, setChosen] = useState<string | null>(null)
  const [role, setRole] = useState<Role>('developer')
  const account = others.find((other) => other.accountId === chosen) ?? others[0]
  const grant = useChange({
    run: (accountId: string) => putGrant(space.name, accountId, role),
    invalidates: [spaceKey(space.name)],
    done: (made) => t('members.granted1', { name: made.name, role: t(`roles.${made.role}`) }),
    onDone: onClose,
  })
  return (
    <FormDialog
      onClose={onClose}
      title={t('members.grantOn', { space: space.name })}
      submit={t('members.grant')}
      pending={grant.isPending}
      disabledReason={account ? null : t('members.nobodyLeft')}
      onSubmit={() => account && grant.mutate(account.accountId)}
    >
      {account ? (
        <Field label={t('members.account')}>
          <Select
            value={account.accountId}
            onChange={setChosen}
            options={others.map((other) => ({ value: other.accountId, label: other.name, hint: other.email }))}
          />
        </Field>
      ) : (
        <div className="flex flex-wrap items-center gap-3 text-fg-2">
          {t('members.nobodyLeft')}
          {mayInvite && <LinkButton {...paths.accounts()}>{t('accounts.invite')}</LinkButton>}
        </div>
      )}
      <Field label={t('members.role')} hint={t(`members.roleMeans.${role}`)}>
        <Select
          value={role}
          onChange={setRole}
          options={ROLES.map((option) => ({
            value: option,
            label: t(`roles.${option}`),
            hint: t(`members.roleMeans.${option}`),
          }))}
        />
      </Field>
    </FormDialog>
  )
}
