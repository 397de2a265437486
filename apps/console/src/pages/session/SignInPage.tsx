import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { queryClient } from '../../api/client.ts'
import { isApiError } from '../../api/error.ts'
import { meQuery, signInOptionsQuery } from '../../api/session.ts'
import { useTranslation } from '../../i18n/index.ts'
import { useFormat } from '../../i18n/useFormat.ts'
import { CodeForm } from './CodeForm.tsx'
import { OtherWays } from './OtherWays.tsx'
import { PasswordForm } from './PasswordForm.tsx'
import { SessionFrame } from './SessionFrame.tsx'
import { useTitle } from './useTitle.ts'

const route = getRouteApi('/sign-in')

export default function SignInPage() {
  const { t } = useTranslation()
  const format = useFormat()
  const router = useRouter()
  const { next = '/', refused } = route.useSearch()
  const [step, setStep] = useState<'password' | 'code'>('password')
  const needsSetup = useQuery(signInOptionsQuery).data?.needsSetup === true
  useTitle(t('session.signIn'))

  const enter = useMutation({
    mutationFn: async (prove: () => Promise<{ needsCode: boolean } | void>) => {
      const { needsCode } = (await prove()) ?? { needsCode: false }
      if (needsCode) return setStep('code')
      await queryClient.fetchQuery({ ...meQuery, staleTime: 0 })
      router.history.push(next)
    },
  })
  const refusal = () => {
    const { error } = enter
    if (!error) return refused && t(`session.refused.${refused}`)
    if (isApiError(error, 'Unauthenticated')) return step === 'code' ? t('session.wrongCode') : t('session.wrong')
    if (isApiError(error)) {
      const { resumesAt } = error.problem
      if (resumesAt !== undefined) return t('session.locked', { at: format.clock(resumesAt) })
      return t('session.failed', { title: t(`errors.${error.code}`), detail: error.message })
    }
    // The person closed the browser's dialog.
    return error.name === 'NotAllowedError' ? t('session.passkeyCancelled') : error.message
  }
  const shared = { refusal: refusal(), pending: enter.isPending, onEnter: enter.mutate }

  return step === 'code' ? (
    <SessionFrame title={t('session.codeTitle')} lead={t('session.codeLead')}>
      <CodeForm {...shared} onBack={() => setStep('password')} />
    </SessionFrame>
  ) : (
    <SessionFrame title={t('session.signIn')} lead={t(needsSetup ? 'session.needsSetup' : 'session.lead')}>
      <PasswordForm {...shared} />
      <OtherWays next={next} pending={enter.isPending} onEnter={enter.mutate} />
    </SessionFrame>
  )
}
