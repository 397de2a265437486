import { useForm } from 'react-hook-form'
import { signIn } from '../../api/session.ts'
import { FormError } from '../../components/FormError.tsx'
import { useTranslation } from '../../i18n/index.ts'
import { Button } from '../../ui/Button.tsx'
import { Field, Input } from '../../ui/Field.tsx'

export interface StepProps {
  /** Why the last try failed. */
  refusal: string | undefined
  pending: boolean
  /** Signs in by calling `prove`. */
  onEnter(prove: () => Promise<{ needsCode: boolean } | void>): void
}

export function PasswordForm({ refusal, pending, onEnter }: StepProps) {
  const { t } = useTranslation()
  // Two required fields: the form's own rules are enough, and keep zod out of the first page.
  const { register, handleSubmit, formState } = useForm({ defaultValues: { email: '', password: '' } })
  const { errors } = formState
  return (
    <form
      onSubmit={handleSubmit((typed) => !pending && onEnter(() => signIn(typed)))}
      noValidate
      className="grid gap-4"
    >
      <FormError message={refusal} />
      <Field label={t('session.email')} error={errors.email && t('session.emailMissing')}>
        <Input type="email" autoComplete="username" {...register('email', { required: true })} className="h-9" />
      </Field>
      <Field label={t('session.password')} error={errors.password && t('session.passwordMissing')}>
        <Input
          type="password"
          autoComplete="current-password"
          {...register('password', { required: true })}
          className="h-9"
        />
      </Field>
      <Button type="submit" variant="primary" pending={pending} className="mt-1 h-9">
        {pending ? t('session.signingIn') : t('session.signIn')}
      </Button>
    </form>
  )
}
