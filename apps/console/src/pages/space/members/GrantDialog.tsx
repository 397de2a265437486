import { Role, ROLES, type Space } from '@alcove/contract'
import { zodResolver } from '@hookform/resolvers/zod'
import { useQuery } from '@tanstack/react-query'
import { Controller } from 'react-hook-form'
import { z } from 'zod'
import { meQuery } from '../../../api/session.ts'
import { putGrant, spaceKey } from '../../../api/spaces.ts'
import { LinkButton } from '../../../components/LinkButton.tsx'
import { useChange } from '../../../components/useChange.ts'
import { useLiveForm } from '../../../components/useLiveForm.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { paths } from '../../../navigation/paths.ts'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { Field } from '../../../ui/Field.tsx'
import { Select } from '../../../ui/Select.tsx'
import { useMembers } from './useMembers.ts'

const Fields = z.object({ accountId: z.string().nullable(), role: Role })
type Fields = z.infer<typeof Fields>

/** Gives an account a role in the space. */
export function GrantDialog({ space, onClose }: { space: Space; onClose: () => void }) {
  const { t } = useTranslation()
  const { others } = useMembers(space.name)
  const mayInvite = useQuery(meQuery).data?.actions.includes('accounts:write')
  const { control, handleSubmit, values } = useLiveForm<Fields>({
    resolver: zodResolver(Fields),
    defaultValues: { accountId: null, role: 'developer' },
  })
  const account = others.find((other) => other.subject === values.accountId) ?? others[0]
  const grant = useChange({
    run: ({ accountId, role }: { accountId: string; role: Role }) => putGrant(space.name, accountId, { role }),
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
      onSubmit={handleSubmit(({ role }) => account && grant.mutate({ accountId: account.subject, role }))}
    >
      {account ? (
        <Field label={t('members.account')}>
          <Controller
            control={control}
            name="accountId"
            render={({ field }) => (
              <Select
                value={account.subject}
                onChange={field.onChange}
                options={others.map((other) => ({ value: other.subject, label: other.name, hint: other.email }))}
              />
            )}
          />
        </Field>
      ) : (
        <div className="flex flex-wrap items-center gap-3 text-fg-2">
          {t('members.nobodyLeft')}
          {mayInvite && <LinkButton {...paths.accounts()}>{t('accounts.invite')}</LinkButton>}
        </div>
      )}
      <Field label={t('members.role')} hint={t(`members.roleMeans.${values.role}`)}>
        <Controller
          control={control}
          name="role"
          render={({ field }) => (
            <Select
              value={field.value}
              onChange={field.onChange}
              options={ROLES.map((option) => ({
                value: option,
                label: t(`roles.${option}`),
                hint: t(`members.roleMeans.${option}`),
              }))}
            />
          )}
        />
      </Field>
    </FormDialog>
  )
}
