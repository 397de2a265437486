import { useMutation } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { type SubmitEvent, useState } from 'react'
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
  const [typed, setTyped] = useState({ email: '', password: '' })
  const [incomplete, setIncomplete] = useState(false)
  useTitle(t('session.signIn'))

  const enter = useMutation({
    mutationFn: async () => {
      await signIn(typed)
      await queryClient.fetchQuery({ ...meQuery, staleTime: 0 })
      router.history.push(next)
    },
  })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const complete = typed.email !== '' && typed.password !== ''
    setIncomplete(!complete)
    if (complete && !enter.isPending) enter.mutate()
  }
  const refusal = () => {
    if (isApiError(enter.error, 'Unauthenticated')) return t('session.wrong')
    if (isApiError(enter.error)) return `${t(`errors.${enter.error.code}`)}. ${enter.error.message}`
    return enter.error?.message
  }

  return (
    <SessionFrame title={t('session.signIn')} lead={t('session.lead')}>
      <form onSubmit={submit} noValidate className="grid gap-4">
        <FormError message={refusal()} />
        <Field label={t('session.email')} error={incomplete && !typed.email ? t('session.emailMissing') : null}>
          <Input
            type="email"
            autoComplete="username"
            value={typed.email}
            onChange={(event) => setTyped({ ...typed, email: event.target.value })}
            className="h-9"
          />
        </Field>
        <Field
          label={t('session.password')}
          error={incomplete && !typed.password ? t('session.passwordMissing') : null}
        >
          <Input
            type="password"
            autoComplete="current-password"
            value={typed.password}
            onChange={(event) => setTyped({ ...typed, password: event.target.value })}
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
