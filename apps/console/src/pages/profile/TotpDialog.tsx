import { useState } from 'react'
import { encode } from 'uqr'
import { isApiError } from '../../api/error.ts'
import { beginTotp, type NewTotp, ownSessionsQuery, signInMethodsQuery } from '../../api/profile.ts'
import { meQuery, sendCode } from '../../api/session.ts'
import { useChange } from '../../components/useChange.ts'
import { useTranslation } from '../../i18n/index.ts'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { Field, Input } from '../../ui/Field.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { PasswordDialog } from './PasswordDialog.tsx'
import { StoredCodes } from './StoredCodes.tsx'

/** Password, then a QR code and one code of the app to confirm, then recovery codes. */
export function TotpDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const [made, setMade] = useState<NewTotp | null>(null)
  const [confirmed, setConfirmed] = useState(false)
  if (made === null) {
    return (
      <PasswordDialog
        title={t('profile.setUpTotp')}
        description={t('profile.passwordFirst')}
        submit={t('profile.next')}
        run={beginTotp}
        onDone={setMade}
        onClose={onClose}
      />
    )
  }
  if (confirmed) return <StoredCodes codes={made.backupCodes} onClose={onClose} />
  return <Confirm totpURI={made.totpURI} onDone={() => setConfirmed(true)} onClose={onClose} />
}

function Confirm({ totpURI, onDone, onClose }: { totpURI: string; onDone: () => void; onClose: () => void }) {
  const { t } = useTranslation()
  const [code, setCode] = useState('')
  const [wrong, setWrong] = useState<string | null>(null)
  const secret = new URL(totpURI).searchParams.get('secret') ?? ''
  const confirm = useChange({
    run: () => sendCode(code, 'totp'),
    invalidates: [signInMethodsQuery.queryKey, meQuery.queryKey, ownSessionsQuery.queryKey],
    done: () => t('profile.totpAdded'),
    onDone,
    handles: (error) => {
      setWrong(isApiError(error, 'Unauthenticated') ? t('session.wrongCode') : String((error as Error).message))
      return true
    },
  })
  return (
    <FormDialog
      onClose={onClose}
      title={t('profile.setUpTotp')}
      description={t('profile.scan')}
      submit={t('profile.confirm')}
      pending={confirm.isPending}
      disabledReason={/^\d{6}$/.test(code) ? null : t('session.codeMissing.totp')}
      onSubmit={() => confirm.mutate(undefined)}
    >
      <div className="flex gap-4 narrow:flex-col">
        <QrCode text={totpURI} label={t('profile.qr')} />
        <div className="grid content-start gap-3">
          <div>
            <div className="text-sm font-medium text-fg-2">{t('profile.secret')}</div>
            <div className="flex items-center gap-1">
              <code className="mono wrap-anywhere">{secret}</code>
              <CopyButton text={secret} />
            </div>
          </div>
          <Field label={t('session.code.totp')} hint={t('session.codeHint.totp')} error={wrong}>
            <Input
              mono
              inputMode="numeric"
              autoComplete="one-time-code"
              value={code}
              onChange={(event) => {
                setCode(event.target.value.replaceAll(/\s/g, ''))
                setWrong(null)
              }}
            />
          </Field>
        </div>
      </div>
    </FormDialog>
  )
}

function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text)
  const squares = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])))
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className="size-44 shrink-0 rounded-field bg-white"
    >
      <path d={squares.join('')} fill="black" />
    </svg>
  )
}
