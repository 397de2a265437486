import { type IdentityProvider, Name, PutIdentityProvider } from '@alcove/contract'
import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import {
  deleteIdentityProvider,
  getIdentityProvider,
  identityProvidersQuery,
  putIdentityProvider,
} from '../../../api/identity-providers.ts'
import { FormError } from '../../../components/FormError.tsx'
import { useBodyForm } from '../../../components/useBodyForm.ts'
import { ChangedDialog } from '../../../components/changed-meanwhile/ChangedDialog.tsx'
import { UnsavedGuard } from '../../../components/UnsavedGuard.tsx'
import { useGuardedSave } from '../../../components/changed-meanwhile/useGuardedSave.ts'
import { useChange } from '../../../components/useChange.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Button } from '../../../ui/Button.tsx'
import { Checkbox } from '../../../ui/Checkbox.tsx'
import { ConfirmByName } from '../../../ui/ConfirmByName.tsx'
import { CopyButton } from '../../../ui/CopyButton.tsx'
import { Drawer } from '../../../ui/Drawer.tsx'
import { Field, Input } from '../../../ui/Field.tsx'
import { NewNameInput } from '../../../ui/NewNameInput.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'

interface ProviderDrawerProps {
  /** Left out: a new one. */
  provider: IdentityProvider | undefined
  onClose: () => void
  onSaved: (name: string) => void
}

export function ProviderDrawer({ provider, onClose, onSaved }: ProviderDrawerProps) {
  const { t } = useTranslation()
  const { register, set, handleSubmit, values, errorAt, isWrong, reset, formState } = useBodyForm({
    fields: fieldsOf(provider),
    schema: PutIdentityProvider,
    bodyOf: (fields) => bodyOf(fields, provider),
  })
  const { name, label, issuer, createsAccounts } = values
  const [deleting, setDeleting] = useState(false)
  const invalidates = [identityProvidersQuery.queryKey, ['sign-in-options']]
  const save = useGuardedSave<PutIdentityProvider, IdentityProvider>({
    item: provider ?? null,
    run: (body, seen) => putIdentityProvider(name, body, seen),
    read: () => getIdentityProvider(name),
    settings: settingsOf,
    typed: settingsOf,
    onTheirs: (theirs) => (theirs ? reset(fieldsOf(theirs)) : onClose()),
    invalidates,
    done: () => t('providers.saved', { label }),
    onDone: (saved) => {
      reset(fieldsOf(saved))
      onSaved(name)
    },
    handles: () => true,
  })
  const remove = useChange({
    run: () => deleteIdentityProvider(name),
    invalidates,
    done: () => t('providers.deleted', { label }),
    onDone: onClose,
  })
  const nameWrong = Name.safeParse(name).success ? null : t('common.nameRule')
  const issuerWrong = errorAt('issuer') && t('providers.issuerWrong')
  const missing = nameWrong ?? issuerWrong ?? (isWrong ? t('providers.missing') : null)
  const redirectUri = `${window.location.origin}/api/auth/provider/callback/${name || '…'}`
  return (
    <Drawer
      label={provider?.label ?? t('providers.add')}
      onClose={onClose}
      title={<h2 className="cut text-alias font-heading">{provider?.label ?? t('providers.add')}</h2>}
      actions={
        provider && (
          <IconButton
            size="sm"
            label={t('providers.delete', { label: provider.label })}
            icon={<Trash2 size={15} />}
            onClick={() => setDeleting(true)}
          />
        )
      }
    >
      <form
        noValidate
        className="grid gap-4 px-gutter pb-5"
        onSubmit={(event) => {
          event.preventDefault()
          if (!missing) void handleSubmit((body) => save.mutate(body))()
        }}
      >
        <FormError message={save.conflict ? null : save.error?.message} />
        {!provider && (
          <Field label={t('common.name')} hint={t('common.nameRule')} error={name === '' ? null : nameWrong}>
            <NewNameInput placeholder="acme-login" {...register('name')} />
          </Field>
        )}
        <Field label={t('providers.label')} hint={t('providers.labelHint')}>
          <Input maxLength={60} placeholder="Acme" {...register('label')} />
        </Field>
        <Field label={t('providers.issuer')} error={issuer === '' ? null : issuerWrong}>
          <Input mono placeholder="https://login.acme.eu" {...register('issuer')} />
        </Field>
        <Field label={t('providers.clientId')}>
          <Input mono {...register('clientId')} />
        </Field>
        <Field
          label={t('providers.clientSecret')}
          hint={provider?.hasSecret ? t('providers.secretKept') : t('providers.secretHint')}
        >
          <Input mono type="password" autoComplete="new-password" {...register('clientSecret')} />
        </Field>
        <Field label={t('providers.groupsClaim')} hint={t('providers.groupsClaimHint')}>
          <Input mono placeholder="groups" {...register('groupsClaim')} />
        </Field>
        <Checkbox checked={createsAccounts} onChange={(next) => set('createsAccounts', next)}>
          {t('providers.createsAccounts')}
          <span className="block text-sm text-fg-3">{t('providers.createsAccountsMeans')}</span>
        </Checkbox>
        <div>
          <div className="text-sm font-medium text-fg-2">{t('providers.redirectUri')}</div>
          <div className="flex items-center gap-1">
            <code className="mono wrap-anywhere">{provider?.redirectUri ?? redirectUri}</code>
            <CopyButton text={provider?.redirectUri ?? redirectUri} />
          </div>
        </div>
        <div>
          <Button type="submit" variant="primary" pending={save.isPending} disabledReason={missing}>
            {provider ? t('common.save') : t('providers.add')}
          </Button>
        </div>
      </form>
      {save.conflict && (
        <ChangedDialog name={provider?.label ?? name} conflict={save.conflict} pending={save.isPending} />
      )}
      <ConfirmByName
        open={deleting}
        onClose={() => setDeleting(false)}
        onConfirm={() => remove.mutate(undefined)}
        pending={remove.isPending}
        title={t('providers.delete', { label })}
        name={name}
        losses={[t('providers.loses')]}
      />
      <UnsavedGuard unsaved={formState.isDirty && !save.isPending && !remove.isPending} param="id">
        <p className="wrap-anywhere">{label || t('providers.add')}</p>
      </UnsavedGuard>
    </Drawer>
  )
}

const fieldsOf = (provider: IdentityProvider | undefined) => ({
  name: provider?.name ?? '',
  label: provider?.label ?? '',
  issuer: provider?.issuer ?? '',
  clientId: provider?.clientId ?? '',
  clientSecret: '',
  groupsClaim: provider?.groupsClaim ?? '',
  createsAccounts: provider?.createsAccounts ?? false,
})

/** What the dialog compares. The secret is never shown. */
const settingsOf = ({
  label,
  issuer,
  clientId,
  groupsClaim,
  createsAccounts,
}: IdentityProvider | PutIdentityProvider) => ({
  label,
  issuer,
  clientId,
  groupsClaim,
  createsAccounts,
})

function bodyOf(fields: ReturnType<typeof fieldsOf>, provider: IdentityProvider | undefined) {
  const { label, clientSecret, createsAccounts } = fields
  return {
    label,
    issuer: fields.issuer.trim(),
    clientId: fields.clientId.trim(),
    scopes: provider?.scopes ?? 'openid profile email',
    groupsClaim: fields.groupsClaim.trim() || null,
    createsAccounts,
    ...(clientSecret !== '' && { clientSecret }),
  }
}
