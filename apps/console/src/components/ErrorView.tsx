import { useTranslation } from 'react-i18next'
import { isApiError } from '../api/error.ts'
import { ErrorState } from '../ui/ErrorState.tsx'

interface ErrorViewProps {
  error: unknown
  onRetry?: () => void
  /** What could not be shown, when it does not exist: "No space here". */
  notFound?: string
}

/** Any failure as an ErrorState: the title from its code, the sentence from the server. */
export function ErrorView({ error, onRetry, notFound }: ErrorViewProps) {
  const { t } = useTranslation()
  if (!isApiError(error))
    return <ErrorState title={t('errors.InternalError')} detail={String(error)} onRetry={onRetry} />
  const missing = error.code === 'NotFound' && notFound !== undefined
  return (
    <ErrorState
      title={missing ? notFound : t(`errors.${error.code}`)}
      detail={missing ? null : error.code === 'Unavailable' ? t('errors.unavailableDetail') : error.message}
      requestId={error.requestId || undefined}
      onRetry={error.status === 403 || error.status === 404 ? undefined : onRetry}
    />
  )
}
