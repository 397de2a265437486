import { useQuery } from '@tanstack/react-query'
import { Fingerprint, LogIn } from 'lucide-react'
import { signInAtProvider, signInOptionsQuery } from '../../api/session.ts'
import { useTranslation } from '../../i18n/index.ts'
import { Button } from '../../ui/Button.tsx'
import type { StepProps } from './PasswordForm.tsx'

interface OtherWaysProps extends Pick<StepProps, 'pending' | 'onEnter'> {
  /** Where to go afterwards. */
  next: string
}

/** Passkeys and identity providers, as far as there are any. */
export function OtherWays({ next, pending, onEnter }: OtherWaysProps) {
  const { t } = useTranslation()
  const options = useQuery(signInOptionsQuery).data
  const passkeys = options?.passkeyOrigin === location.origin
  if (!options || (!passkeys && options.providers.length === 0)) return null
  return (
    <div className="mt-5 grid gap-2 border-t border-line pt-5">
      {passkeys && (
        <Button
          className="h-9"
          icon={<Fingerprint size={15} />}
          pending={pending}
          onClick={() => onEnter(async () => (await import('../../api/passkeys.ts')).signInWithPasskey())}
        >
          {t('session.passkey')}
        </Button>
      )}
      {options.providers.map(({ name, label }) => (
        <Button
          key={name}
          className="h-auto! min-h-9 min-w-0 py-1.5"
          icon={<LogIn size={15} />}
          pending={pending}
          onClick={() =>
            onEnter(async () => {
              window.location.assign(await signInAtProvider(name, next))
              // Stay here until the browser has left.
              return new Promise(() => {})
            })
          }
        >
          <span className="min-w-0 wrap-anywhere whitespace-normal">{t('session.with', { provider: label })}</span>
        </Button>
      ))}
    </div>
  )
}
