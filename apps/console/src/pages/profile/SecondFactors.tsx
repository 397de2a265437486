import type { SignInMethods } from '@alcove/contract'
import { Fingerprint, ListChecks, Smartphone } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { removePasskey } from '../../api/passkeys.ts'
import { signInMethodsQuery } from '../../api/profile.ts'
import { meQuery } from '../../api/session.ts'
import { useChange } from '../../components/useChange.ts'
import { useTranslation } from '../../i18n/index.ts'
import { useFormat } from '../../i18n/useFormat.ts'
import { Button } from '../../ui/Button.tsx'
import { Section } from '../../ui/Section.tsx'
import { Time } from '../../ui/Time.tsx'
import { AddPasskeyDialog } from './AddPasskeyDialog.tsx'
import { RecoveryCodesDialog } from './RecoveryCodesDialog.tsx'
import { RemoveTotpDialog } from './RemoveTotpDialog.tsx'
import { TotpDialog } from './TotpDialog.tsx'

/** Recovery codes below this number are a reason to make new ones. */
const FEW = 3

/** Authenticator app, recovery codes and passkeys. */
export function SecondFactors({ methods }: { methods: SignInMethods }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [open, setOpen] = useState<'totp' | 'remove-totp' | 'codes' | 'passkey' | null>(null)
  const close = () => setOpen(null)
  const remove = useChange({
    run: removePasskey,
    invalidates: [signInMethodsQuery.queryKey, meQuery.queryKey],
    done: () => t('profile.passkeyRemoved'),
  })
  const { totp, recoveryCodes, passkeys, passkeyOrigin, requiredFrom } = methods
  return (
    <Section
      ruled
      title={t('profile.secondFactor')}
      note={requiredFrom && t('profile.requiredFrom', { date: format.date(requiredFrom) })}
      actions={
        <Button
          size="sm"
          icon={<Fingerprint size={14} />}
          disabledReason={
            passkeyOrigin === null
              ? t('profile.passkeysImpossible')
              : passkeyOrigin === location.origin
                ? null
                : t('profile.passkeysElsewhere', { origin: passkeyOrigin })
          }
          onClick={() => setOpen('passkey')}
        >
          {t('profile.addPasskey')}
        </Button>
      }
    >
      <ul>
        {passkeys.map((key) => (
          <Row
            key={key.id}
            icon={<Fingerprint size={15} />}
            name={key.name || t('profile.passkey')}
            note={
              <>
                {t('profile.passkey')}
                {key.createdAt && (
                  <>
                    , <Time at={key.createdAt} />
                  </>
                )}
              </>
            }
          >
            <Button size="sm" variant="ghost" pending={remove.isPending} onClick={() => remove.mutate(key.id)}>
              {t('profile.remove')}
            </Button>
          </Row>
        ))}
        <Row
          icon={<Smartphone size={15} />}
          name={t('profile.totp')}
          note={totp ? t('profile.totpOn') : t('profile.totpOff')}
        >
          {totp ? (
            <Button size="sm" variant="ghost" onClick={() => setOpen('remove-totp')}>
              {t('profile.remove')}
            </Button>
          ) : (
            <Button
              size="sm"
              disabledReason={methods.password ? null : t('profile.byProvider')}
              onClick={() => setOpen('totp')}
            >
              {t('profile.setUp')}
            </Button>
          )}
        </Row>
        {recoveryCodes !== null && (
          <Row
            icon={<ListChecks size={15} />}
            name={t('profile.codes')}
            note={
              <span className={recoveryCodes < FEW ? 'text-warning' : undefined}>
                {t('profile.codesLeft', { count: recoveryCodes })}
              </span>
            }
          >
            <Button size="sm" variant="ghost" onClick={() => setOpen('codes')}>
              {t('profile.newCodes')}
            </Button>
          </Row>
        )}
      </ul>
      {open === 'totp' && <TotpDialog onClose={close} />}
      {open === 'remove-totp' && <RemoveTotpDialog onClose={close} />}
      {open === 'codes' && <RecoveryCodesDialog onClose={close} />}
      {open === 'passkey' && <AddPasskeyDialog onClose={close} />}
    </Section>
  )
}

function Row({
  icon,
  name,
  note,
  children,
}: {
  icon: ReactNode
  name: ReactNode
  note: ReactNode
  children: ReactNode
}) {
  return (
    <li className="flex min-h-10 items-center gap-3 border-t border-line px-gutter py-1">
      <span className="text-fg-3">{icon}</span>
      <span className="cut min-w-32 font-name">{name}</span>
      <span className="cut flex-1 text-fg-2">{note}</span>
      {children}
    </li>
  )
}
