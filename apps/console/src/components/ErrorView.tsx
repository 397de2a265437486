import { isApiError } from '../api/error.ts'
import { useTranslation } from '../i18n/index.ts'
import { paths } from '../navigation/paths.ts'
import { ErrorState } from '../ui/ErrorState.tsx'
import { LinkButton } from './LinkButton.tsx'

interface ErrorViewProps {
  error: unknown
  onRetry?: () => void
  /** Title for a thing that does not exist: "No space here". */
  notFound?: string
  /** The error replaces the whole page. A missing page then gets a link back. */
  page?: boolean
}

/** Shows any failure: the title comes from its code, the sentence from the server. */
export function ErrorView({ error, onRetry, notFound, page = false }: ErrorViewProps) {
  const { t } = useTranslation()
  if (!isApiError(error))
    return <ErrorState page={page} title={t('errors.InternalError')} detail={String(error)} onRetry={onRetry} />
  // A malformed id names nothing, either.
  const missing = notFound !== undefined && (error.code === 'NotFound' || error.code === 'ValidationFailed')
  return (
    <ErrorState
      page={page}
      title={missing ? notFound : t(`errors.${error.code}`)}
      detail={
        missing
          ? page && t('errors.goneOrHidden')
          : error.code === 'Unavailable'
            ? t('errors.unavailableDetail')
            : error.message
      }
      requestId={error.requestId || undefined}
      onRetry={error.status === 403 || error.status === 404 ? undefined : onRetry}
      action={missing && page && <LinkButton {...paths.spaces()}>{t('shell.allSpaces')}</LinkButton>}
    />
  )
}
