import { ChangePassword, passwordFault, type Me, type SignInMethods } from '@alcove/contract'
import { zodResolver } from '@hookform/resolvers/zod'
import { isApiError } from '../../api/error.ts'
import { changePassword, ownSessionsQuery } from '../../api/profile.ts'
import { useChange } from '../../components/useChange.ts'
import { useLiveForm } from '../../components/useLiveForm.ts'
import { useTranslation } from '../../i18n/index.ts'
import { Button } from '../../ui/Button.tsx'
import { Field, Input } from '../../ui/Field.tsx'
import { Section } from '../../ui/Section.tsx'

/** Changes the password. People who sign in only at a provider have none. */
export function PasswordSection({ me, methods }: { me: Me; methods: SignInMethods }) {
  const { t } = useTranslation()
  const { register, handleSubmit, reset, setError, formState, values } = useLiveForm<ChangePassword>({
    resolver: zodResolver(ChangePassword),
    defaultValues: { current: '', password: '' },
  })
  const { current, password } = values
  const change = useChange({
    run: changePassword,
    invalidates: [ownSessionsQuery.queryKey],
    done: () => t('profile.passwordChanged'),
    onDone: () => reset(),
    handles: (error) => {
      if (!isApiError(error)) return false
      setError('current', {
        message: error.fields.some(({ path }) => path === 'current') ? t('profile.passwordWrong') : error.message,
      })
      return true
    },
  })
  if (!methods.password) return null
  const fault = password === '' ? null : passwordFault(password, { email: me.email ?? '', name: me.name })
  const missing = current === '' || password === ''
  return (
    <Section ruled title={t('session.password')}>
      <form
        noValidate
        className="grid max-w-[640px] grid-cols-2 gap-4 px-gutter pb-4 narrow:grid-cols-1"
        onSubmit={handleSubmit((body) => !fault && !change.isPending && change.mutate(body))}
      >
        <input type="text" autoComplete="username" value={me.email ?? ''} readOnly hidden />
        <Field label={t('profile.currentPassword')} error={current === '' ? null : formState.errors.current?.message}>
          <Input type="password" autoComplete="current-password" {...register('current')} />
        </Field>
        <Field
          label={t('profile.newPassword')}
          hint={t('profile.newPasswordHint')}
          error={fault && t(`session.passwordFault.${fault}`)}
        >
          <Input type="password" autoComplete="new-password" {...register('password')} />
        </Field>
        <div className="col-span-full">
          <Button
            type="submit"
            pending={change.isPending}
            disabledReason={missing ? t('profile.needsBoth') : fault && t(`session.passwordFault.${fault}`)}
          >
            {t('profile.changePassword')}
          </Button>
        </div>
      </form>
    </Section>
  )
}
