import { type IdentityProvider, Name } from '@alcove/contract'
import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { isApiError } from '../../../api/error.ts'
import { deleteIdentityProvider, identityProvidersQuery, putIdentityProvider } from '../../../api/identity-providers.ts'
import { FormError } from '../../../components/FormError.tsx'
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
  const [name, setName] = useState(provider?.name ?? '')
  const [label, setLabel] = useState(provider?.label ?? '')
  const [issuer, setIssuer] = useState(provider?.issuer ?? '')
  const [clientId, setClientId] = useState(provider?.clientId ?? '')
  const [clientSecret, setClientSecret] = useState('')
  const [groupsClaim, setGroupsClaim] = useState(provider?.groupsClaim ?? '')
  const [createsAccounts, setCreatesAccounts] = useState(provider?.createsAccounts ?? false)
  const [refused, setRefused] = useState<string>()
  const [deleting, setDeleting] = useState(false)
  const invalidates = [identityProvidersQuery.queryKey, ['sign-in-options']]
  const save = useChange({
    run: () =>
      putIdentityProvider(name, {
        label: label.trim(),
        issuer: issuer.trim(),
        clientId: clientId.trim(),
        scopes: provider?.scopes ?? 'openid profile email',
        groupsClaim: groupsClaim.trim() === '' ? null : groupsClaim.trim(),
        createsAccounts,
        ...(clientSecret !== '' && { clientSecret }),
      }),
    invalidates,
    done: () => t('providers.saved', { label }),
    onDone: () => onSaved(name),
    handles: (error) => {
      setRefused(isApiError(error) ? error.message : String(error))
      return true
    },
  })
  const remove = useChange({
    run: () => deleteIdentityProvider(name),
    invalidates,
    done: () => t('providers.deleted', { label }),
    onDone: onClose,
  })
  const nameWrong = Name.safeParse(name).success ? null : t('common.nameRule')
  const issuerWrong = /^https?:\/\/./.test(issuer.trim()) ? null : t('providers.issuerWrong')
  const missing = nameWrong ?? issuerWrong ?? (label.trim() && clientId.trim() ? null : t('providers.missing'))
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
          if (!missing && !save.isPending) save.mutate(undefined)
        }}
      >
        <FormError message={refused} />
        {!provider && (
          <Field label={t('common.name')} hint={t('common.nameRule')} error={name === '' ? null : nameWrong}>
            <NewNameInput placeholder="acme-login" value={name} onChange={(event) => setName(event.target.value)} />
          </Field>
        )}
        <Field label={t('providers.label')} hint={t('providers.labelHint')}>
          <Input maxLength={60} placeholder="Acme" value={label} onChange={(event) => setLabel(event.target.value)} />
        </Field>
        <Field label={t('providers.issuer')} error={issuer === '' ? null : issuerWrong}>
          <Input
            mono
            placeholder="https://login.acme.eu"
            value={issuer}
            onChange={(event) => setIssuer(event.target.value)}
          />
        </Field>
        <Field label={t('providers.clientId')}>
          <Input mono value={clientId} onChange={(event) => setClientId(event.target.value)} />
        </Field>
        <Field
          label={t('providers.clientSecret')}
          hint={provider?.hasSecret ? t('providers.secretKept') : t('providers.secretHint')}
        >
          <Input
            mono
            type="password"
            autoComplete="new-password"
            value={clientSecret}
            onChange={(event) => setClientSecret(event.target.value)}
          />
        </Field>
        <Field label={t('providers.groupsClaim')} hint={t('providers.groupsClaimHint')}>
          <Input
            mono
            placeholder="groups"
            value={groupsClaim}
            onChange={(event) => setGroupsClaim(event.target.value)}
          />
        </Field>
        <Checkbox checked={createsAccounts} onChange={setCreatesAccounts}>
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
      <ConfirmByName
        open={deleting}
        onClose={() => setDeleting(false)}
        onConfirm={() => remove.mutate(undefined)}
        pending={remove.isPending}
        title={t('providers.delete', { label })}
        name={name}
        losses={[t('providers.loses')]}
      />
    </Drawer>
  )
}
