import { passwordFault, type PasswordFault } from '@alcove/contract'
import { zodResolver } from '@hookform/resolvers/zod'
import { useNavigate } from '@tanstack/react-router'
import { useForm } from 'react-hook-form'
import { z } from 'zod'
import { isApiError } from '../../api/error.ts'
import { acceptInvitation, signIn } from '../../api/session.ts'
import { FormError } from '../../components/FormError.tsx'
import { useTranslation } from '../../i18n/index.ts'
import { paths } from '../../navigation/paths.ts'
import { Button } from '../../ui/Button.tsx'
import { Field, Input } from '../../ui/Field.tsx'

const Fields = z
  .object({ name: z.string().trim().min(1).max(100), email: z.email().max(254), password: z.string() })
  .check(({ value, issues }) => {
    const fault = passwordFault(value.password, value)
    if (fault) issues.push({ code: 'custom', path: ['password'], message: fault, input: value.password })
  })
type Fields = z.infer<typeof Fields>

const SUBMIT = { setup: 'session.createAdministrator', invite: 'session.join', reset: 'session.setPassword' } as const

interface AcceptFormProps {
  token: string
  invitation: { kind: 'setup' | 'invite' | 'reset'; email: string | null; name: string | null }
}

export function AcceptForm({ token, invitation }: AcceptFormProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const form = useForm<Fields>({
    resolver: zodResolver(Fields),
    defaultValues: { name: invitation.name ?? '', email: invitation.email ?? '', password: '' },
  })
  const { errors, isSubmitting } = form.formState

  const submit = form.handleSubmit(async ({ name, email, password }) => {
    try {
      // An invitation is for one address. Only the set-up link lets the person choose one.
      await acceptInvitation({ token, name, password, email: invitation.kind === 'setup' ? email : undefined })
      const { needsCode } = await signIn({ email, password })
      await navigate(needsCode ? paths.signIn() : paths.overview())
    } catch (error) {
      form.setError('root', { message: isApiError(error) ? error.message : String(error) })
    }
  })

  return (
    <form onSubmit={submit} noValidate className="grid gap-4">
      <FormError message={errors.root?.message} />
      <Field label={t('session.name')} error={errors.name && t('session.nameMissing')}>
        <Input autoComplete="name" {...form.register('name')} className="h-9" />
      </Field>
      <Field label={t('session.email')} error={errors.email && t('session.emailInvalid')}>
        <Input
          type="email"
          autoComplete="username"
          {...form.register('email')}
          readOnly={invitation.kind !== 'setup'}
          className="h-9 read-only:bg-sunken read-only:text-fg-2"
        />
      </Field>
      <Field
        label={t('session.password')}
        hint={t('session.passwordHint')}
        error={errors.password && t(`session.passwordFault.${errors.password.message as PasswordFault}`)}
      >
        <Input type="password" autoComplete="new-password" {...form.register('password')} className="h-9" />
      </Field>
      <Button type="submit" variant="primary" pending={isSubmitting} className="mt-1 h-9">
        {t(SUBMIT[invitation.kind])}
      </Button>
    </form>
  )
}
