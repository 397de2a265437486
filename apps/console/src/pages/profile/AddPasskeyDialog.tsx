import { useState } from 'react'
import { isApiError } from '../../api/error.ts'
import { addPasskey } from '../../api/passkeys.ts'
import { signInMethodsQuery } from '../../api/profile.ts'
import { FormError } from '../../components/FormError.tsx'
import { useChange } from '../../components/useChange.ts'
import { useTranslation } from '../../i18n/index.ts'
import { Field, Input } from '../../ui/Field.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'

/** A name, then the browser's own dialog. */
export function AddPasskeyDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const [name, setName] = useState('')
  const [failed, setFailed] = useState<string>()
  const add = useChange({
    run: () => addPasskey(name.trim()),
    invalidates: [signInMethodsQuery.queryKey],
    done: () => t('profile.passkeyAdded'),
    onDone: onClose,
    handles: (error) => {
      const { name: kind, message } = error as Error
      if (kind === 'NotAllowedError') setFailed(t('session.passkeyCancelled'))
      else setFailed(isApiError(error, 'Forbidden') ? t('profile.signInAgain') : message)
      return true
    },
  })
  return (
    <FormDialog
      onClose={onClose}
      title={t('profile.addPasskey')}
      description={t('profile.addPasskeyMeans')}
      submit={t('profile.next')}
      pending={add.isPending}
      disabledReason={name.trim() === '' ? t('keys.nameFirst') : null}
      onSubmit={() => add.mutate(undefined)}
    >
      <FormError message={failed} />
      <Field label={t('common.name')} hint={t('profile.passkeyNameHint')}>
        <Input maxLength={60} value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
    </FormDialog>
  )
}
