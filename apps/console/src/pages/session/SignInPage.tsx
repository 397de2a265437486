import { zodResolver } from '@hookform/resolvers/zod'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { queryClient } from '../../api/client.ts'
import { isApiError } from '../../api/error.ts'
import { meQuery, signIn } from '../../api/session.ts'
import { Button } from '../../ui/Button.tsx'
import { Field, Input } from '../../ui/Field.tsx'
import { FormError } from '../../components/FormError.tsx'
import { SessionFrame } from './SessionFrame.tsx'
import { useTitle } from './useTitle.ts'

const route = getRouteApi('/sign-in')
const Credentials = z.object({ email: z.string().min(1), password: z.string().min(1) })
type Credentials = z.infer<typeof Credentials>

export default function SignInPage() {
  const { t } = useTranslation()
  const router = useRouter()
  const { next = '/' } = route.useSearch()
  const form = useForm<Credentials>({ resolver: zodResolver(Credentials), defaultValues: { email: '', password: '' } })
  const { errors, isSubmitting } = form.formState
  useTitle(t('session.signIn'))

  const submit = form.handleSubmit(async (credentials) => {
    try {
      await signIn(credentials)
      await queryClient.fetchQuery({ ...meQuery, staleTime: 0 })
      router.history.push(next)
    } catch (error) {
      form.setError('root', { message: reason(error) })
    }
  })
  const reason = (error: unknown) => {
    if (isApiError(error, 'Unauthenticated')) return t('session.wrong')
    if (isApiError(error)) return `${t(`errors.${error.code}`)}. ${error.message}`
    return String(error)
  }

  return (
    <SessionFrame title={t('session.signIn')} lead={t('session.lead')}>
      <form onSubmit={submit} noValidate className="grid gap-4">
        <FormError message={errors.root?.message} />
        <Field label={t('session.email')} error={errors.email && t('session.emailMissing')}>
          <Input type="email" autoComplete="username" {...form.register('email')} className="h-9" />
        </Field>
        <Field label={t('session.password')} error={errors.password && t('session.passwordMissing')}>
          <Input type="password" autoComplete="current-password" {...form.register('password')} className="h-9" />
        </Field>
        <Button type="submit" variant="primary" pending={isSubmitting} className="mt-1 h-9">
          {isSubmitting ? t('session.signingIn') : t('session.signIn')}
        </Button>
      </form>
    </SessionFrame>
  )
}
