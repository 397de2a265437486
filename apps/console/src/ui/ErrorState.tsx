import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from '../i18n/index.ts'
import { Button } from './Button.tsx'
import { CopyButton } from './CopyButton.tsx'

interface ErrorStateProps {
  title: ReactNode
  detail?: ReactNode
  /** The request id, to find the error in the server's log. */
  requestId?: string
  onRetry?: () => void
  action?: ReactNode
  /** It replaces the whole page, and its title is the heading. */
  page?: boolean
}

export function ErrorState({ title, detail, requestId, onRetry, action, page = false }: ErrorStateProps) {
  const { t } = useTranslation()
  const Title = page ? 'h1' : 'p'
  return (
    <div role="alert" className="flex flex-col items-center px-gutter py-14 text-center">
      <CircleAlert size={20} className="mb-2 text-danger" />
      <Title className="font-heading">{title}</Title>
      {detail && <p className="mt-1 max-w-[440px] text-pretty text-fg-2 wrap-anywhere">{detail}</p>}
      {requestId && (
        <p className="mt-2 flex items-center gap-1 text-sm text-fg-3">
          {t('common.requestId')} <span className="mono">{requestId}</span>
          <CopyButton text={requestId} />
        </p>
      )}
      {(onRetry || action) && (
        <div className="mt-4 flex gap-2">
          {onRetry && <Button onClick={onRetry}>{t('common.retry')}</Button>}
          {action}
        </div>
      )}
    </div>
  )
}
