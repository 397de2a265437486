import { useState } from 'react'
import { isApiError } from '../../api/error.ts'
import { useChange } from '../../components/useChange.ts'
import { useTranslation } from '../../i18n/index.ts'
import { Field, Input } from '../../ui/Field.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'

interface PasswordDialogProps<Result> {
  title: string
  description: string
  submit: string
  danger?: boolean
  run: (password: string) => Promise<Result>
  onDone: (result: Result) => void
  onClose: () => void
}

/** Asks for the password before something that changes how one signs in. */
export function PasswordDialog<Result>({
  title,
  description,
  submit,
  danger = false,
  run,
  onDone,
  onClose,
}: PasswordDialogProps<Result>) {
  const { t } = useTranslation()
  const [password, setPassword] = useState('')
  const [wrong, setWrong] = useState<string | null>(null)
  const prove = useChange({
    run: () => run(password),
    onDone,
    handles: (error) => {
      const known = isApiError(error, 'ValidationFailed') || isApiError(error, 'Unauthenticated')
      setWrong(known ? t('profile.passwordWrong') : String((error as Error).message))
      return true
    },
  })
  return (
    <FormDialog
      onClose={onClose}
      title={title}
      description={description}
      submit={submit}
      variant={danger ? 'danger' : 'primary'}
      pending={prove.isPending}
      disabledReason={password === '' ? t('session.passwordMissing') : null}
      onSubmit={() => prove.mutate(undefined)}
    >
      <Field label={t('profile.currentPassword')} error={wrong}>
        <Input
          type="password"
          autoComplete="current-password"
          value={password}
          onChange={(event) => {
            setPassword(event.target.value)
            setWrong(null)
          }}
        />
      </Field>
    </FormDialog>
  )
}
