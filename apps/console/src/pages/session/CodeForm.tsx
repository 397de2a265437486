import { useState } from 'react'
import { sendCode } from '../../api/session.ts'
import { FormError } from '../../components/FormError.tsx'
import { useTranslation } from '../../i18n/index.ts'
import { Button } from '../../ui/Button.tsx'
import { Field, Input } from '../../ui/Field.tsx'
import type { StepProps } from './PasswordForm.tsx'

/** The second step: a code of the authenticator app, or one of the recovery codes. */
export function CodeForm({ refusal, pending, onEnter, onBack }: StepProps & { onBack: () => void }) {
  const { t } = useTranslation()
  const [kind, setKind] = useState<'totp' | 'backup-code'>('totp')
  const [code, setCode] = useState('')
  const other = kind === 'totp' ? 'backup-code' : 'totp'
  const ready = kind === 'totp' ? /^\d{6}$/.test(code) : code.length >= 8
  return (
    <form
      noValidate
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (ready && !pending) onEnter(() => sendCode(code, kind))
      }}
    >
      <FormError message={refusal} />
      <Field label={t(`session.code.${kind}`)} hint={t(`session.codeHint.${kind}`)}>
        <Input
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the only field of this step
          autoFocus
          key={kind}
          mono
          inputMode={kind === 'totp' ? 'numeric' : 'text'}
          autoComplete="one-time-code"
          value={code}
          onChange={(event) => setCode(event.target.value.replaceAll(/\s/g, ''))}
          className="h-9 tracking-[.2em]"
        />
      </Field>
      <Button
        type="submit"
        variant="primary"
        pending={pending}
        disabledReason={ready ? null : t(`session.codeMissing.${kind}`)}
        className="mt-1 h-9"
      >
        {pending ? t('session.signingIn') : t('session.signIn')}
      </Button>
      <div className="flex justify-between">
        <Button
          variant="ghost"
          className="-ml-2"
          onClick={() => {
            setKind(other)
            setCode('')
          }}
        >
          {t(`session.use.${other}`)}
        </Button>
        <Button variant="ghost" onClick={onBack}>
          {t('session.back')}
        </Button>
      </div>
    </form>
  )
}
