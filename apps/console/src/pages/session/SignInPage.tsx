import { useMutation } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { useForm } from 'react-hook-form'
import { queryClient } from '../../api/client.ts'
import { isApiError } from '../../api/error.ts'
import { meQuery, signIn } from '../../api/session.ts'
import { useTranslation } from '../../i18n/index.ts'
import { Button } from '../../ui/Button.tsx'
import { Field, Input } from '../../ui/Field.tsx'
import { FormError } from '../../components/FormError.tsx'
import { SessionFrame } from './SessionFrame.tsx'
import { useTitle } from './useTitle.ts'

const route = getRouteApi('/sign-in')

export default function SignInPage() {
  const { t } = useTranslation()
  const router = useRouter()
  const { next = '/' } = route.useSearch()
  // Two required fields: the form's own rules are enough, and keep zod out of the first page.
  const { register, handleSubmit, formState } = useForm({ defaultValues: { email: '', password: '' } })
  const { errors } = formState
  useTitle(t('session.signIn'))

  const enter = useMutation({
    mutationFn: async (typed: Parameters<typeof signIn>[0]) => {
      await signIn(typed)
      await queryClient.fetchQuery({ ...meQuery, staleTime: 0 })
      router.history.push(next)
    },
  })
  const refusal = () => {
    if (isApiError(enter.error, 'Unauthenticated')) return t('session.wrong')
    if (isApiError(enter.error)) return `${t(`errors.${enter.error.code}`)}. ${enter.error.message}`
    return enter.error?.message
  }

  return (
    <SessionFrame title={t('session.signIn')} lead={t('session.lead')}>
      <form
        onSubmit={handleSubmit((typed) => !enter.isPending && enter.mutate(typed))}
        noValidate
        className="grid gap-4"
      >
        <FormError message={refusal()} />
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
        <Button type="submit" variant="primary" pending={enter.isPending} className="mt-1 h-9">
          {enter.isPending ? t('session.signingIn') : t('session.signIn')}
        </Button>
      </form>
    </SessionFrame>
  )
}
