import { InviteAccount } from '@alcove/contract'
import { zodResolver } from '@hookform/resolvers/zod'
import { Controller, useForm } from 'react-hook-form'
import type { z } from 'zod'
import { accountsKey, inviteAccount } from '../../api/accounts.ts'
import { isApiError } from '../../api/error.ts'
import { FormError } from '../../components/FormError.tsx'
import { ShownOnce } from '../../components/ShownOnce.tsx'
import { useChange } from '../../components/useChange.ts'
import { useTranslation } from '../../i18n/index.ts'
import { useFormat } from '../../i18n/useFormat.ts'
import { Button } from '../../ui/Button.tsx'
import { Checkbox } from '../../ui/Checkbox.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Field, Input } from '../../ui/Field.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'

/** Invites a person and shows the one-time link, because Alcove sends no mail. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const form = useForm<z.input<typeof InviteAccount>, unknown, InviteAccount>({
    resolver: zodResolver(InviteAccount),
    defaultValues: { email: '', name: '', administrator: false },
  })
  const { errors } = form.formState
  const invite = useChange({
    run: inviteAccount,
    invalidates: [accountsKey],
    handles: (error) => {
      if (isApiError(error, 'AlreadyExists')) form.setError('email', { type: 'taken', message: error.message })
      else form.setError('root', { message: error instanceof Error ? error.message : String(error) })
      return true
    },
  })
  if (invite.data) {
    const { account, link, expiresAt } = invite.data
    return (
      <Dialog
        open
        onClose={onClose}
        title={t('accounts.invited1', { name: account.name })}
        description={t('accounts.handOver', { email: account.email, date: format.dateTime(expiresAt) })}
        footer={
          <Button variant="primary" onClick={onClose}>
            {t('accounts.done')}
          </Button>
        }
      >
        <ShownOnce label={t('accounts.link')} text={link} warning={t('accounts.linkOnce')} />
      </Dialog>
    )
  }
  return (
    <FormDialog
      onClose={onClose}
      title={t('accounts.invite')}
      description={t('accounts.inviteMeans')}
      submit={t('accounts.makeLink')}
      pending={invite.isPending}
      onSubmit={form.handleSubmit((body) => invite.mutate(body))}
    >
      <FormError message={errors.root?.message} />
      <Field label={t('common.name')} error={errors.name && t('accounts.nameMissing')}>
        <Input autoComplete="off" {...form.register('name')} />
      </Field>
      <Field
        label={t('session.email')}
        error={errors.email && (errors.email.type === 'taken' ? errors.email.message : t('session.emailInvalid'))}
      >
        <Input type="email" autoComplete="off" {...form.register('email')} />
      </Field>
      <Controller
        control={form.control}
        name="administrator"
        render={({ field }) => (
          <Checkbox checked={field.value ?? false} onChange={field.onChange}>
            {t('accounts.administrator')}
            <span className="block text-sm text-fg-3">{t('accounts.administratorMeans')}</span>
          </Checkbox>
        )}
      />
    </FormDialog>
  )
}
