import type { Session } from '@alcove/contract'
import { Monitor, Smartphone } from 'lucide-react'
import { useTranslation } from '../../i18n/index.ts'
import { Button } from '../../ui/Button.tsx'
import { Tag } from '../../ui/Tag.tsx'
import { Time } from '../../ui/Time.tsx'
import { TwoLines } from '../../ui/TwoLines.tsx'
import { deviceOf } from './deviceOf.ts'

const METHODS = ['password', 'totp', 'recovery', 'passkey'] as const

/** Sign-ins that still hold, each with a button to end it. */
export function SessionList({ sessions, onEnd }: { sessions: readonly Session[]; onEnd: (id: string) => void }) {
  const { t } = useTranslation()
  if (sessions.length === 0) return <p className="px-gutter pb-3 text-fg-3">{t('sessions.none')}</p>
  const by = ({ method }: Session) => {
    const known = METHODS.find((each) => each === method)
    if (known) return t(`sessions.method.${known}`)
    return method?.startsWith('provider:') ? method.slice('provider:'.length) : null
  }
  return (
    <ul>
      {sessions.map((session) => {
        const { name, phone } = deviceOf(session.userAgent)
        const Icon = phone ? Smartphone : Monitor
        return (
          <li key={session.id} className="flex min-h-11 items-center gap-3 border-t border-line px-gutter py-1">
            <Icon size={15} className="shrink-0 text-fg-3" />
            <span className="min-w-0 flex-1">
              <TwoLines
                tag={session.current && <Tag>{t('sessions.current')}</Tag>}
                note={
                  <>
                    {t('sessions.since')} <Time at={session.createdAt} />
                    {by(session) && `, ${by(session)}`}
                  </>
                }
              >
                {name ?? t('sessions.unknown')}
              </TwoLines>
            </span>
            <span className="mono text-fg-2 narrow:hidden">{session.address}</span>
            {!session.current && (
              <Button size="sm" variant="ghost" onClick={() => onEnd(session.id)}>
                {t('sessions.end')}
              </Button>
            )}
          </li>
        )
      })}
    </ul>
  )
}
