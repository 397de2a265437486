import { Check, CircleAlert, CircleDot, GitMerge, LoaderCircle } from 'lucide-react'
import type { ReactNode } from 'react'
import { isApiError } from '../../../api/error.ts'
import { type Translate, useTranslation } from '../../../i18n/index.ts'
import { useNow } from '../../../ui/Time.tsx'
import { useFormat } from '../../../i18n/useFormat.ts'
import type { SaveState } from './draft/session.ts'

interface DraftStateProps {
  save: SaveState
  /** This browser has a copy of what is not saved. */
  kept: boolean
  onRetry(): void
  onResolve(): void
}

const icon = { size: 14 } as const

/** Whether edits are saved, in words: "Draft saved 12 s ago", "Not saved: …". */
export function DraftState({ save, kept, onRetry, onResolve }: DraftStateProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const now = useNow()
  const signedOut = save.kind === 'failed' && isApiError(save.error, 'Unauthenticated')
  switch (save.kind) {
    case 'saved':
      return (
        <Line icon={<Check {...icon} className="text-success" />}>
          {t('fn.draft.saved', { ago: format.ago(save.at, Math.max(now, Date.parse(save.at) + 1000)) })}
        </Line>
      )
    case 'unsaved':
      return <Line icon={<CircleDot {...icon} className="text-fg-3" />}>{t('fn.draft.unsaved')}</Line>
    case 'saving':
      return <Line icon={<LoaderCircle {...icon} className="text-fg-3" />}>{t('fn.draft.saving')}</Line>
    case 'failed':
      return (
        <Line icon={<CircleAlert {...icon} className="text-danger" />} tone="text-danger">
          {t('fn.draft.failed', { reason: reasonOf(save.error, t) })} {t(kept ? 'fn.draft.kept' : 'fn.draft.notKept')}
          {signedOut ? (
            <a className="link shrink-0" href="/sign-in" target="_blank" rel="noreferrer">
              {t('errors.signIn')}
            </a>
          ) : (
            <button type="button" className="link shrink-0" onClick={onRetry}>
              {t('common.retry')}
            </button>
          )}
        </Line>
      )
    case 'conflict':
      return (
        <Line icon={<GitMerge {...icon} className="text-warning" />} tone="text-warning">
          {t('fn.draft.conflict')}
          <button type="button" className="link" onClick={onResolve}>
            {t('fn.draft.resolve')}
          </button>
        </Line>
      )
  }
}

/** What stops every request says it in the page's words, else the server does. */
function reasonOf(error: Error, t: Translate): string {
  if (isApiError(error, 'Unauthenticated') || isApiError(error, 'Unavailable')) return t(`errors.${error.code}`)
  return error.message.replace(/[.。]$/, '')
}

function Line({ icon: mark, tone = 'text-fg-2', children }: { icon: ReactNode; tone?: string; children: ReactNode }) {
  return (
    <span role="status" className={`inline-flex items-center gap-1.5 text-sm ${tone}`}>
      {mark}
      {children}
    </span>
  )
}
