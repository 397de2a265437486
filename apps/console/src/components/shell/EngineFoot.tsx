import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { clsx } from 'clsx'
import { engineQuery } from '../../api/engine.ts'
import { useTranslation } from '../../i18n/index.ts'
import { paths } from '../../navigation/paths.ts'
import { HealthMark } from '../../ui/HealthMark.tsx'

/** At the bottom of the nav: whether functions can run now. */
export function EngineFoot({ collapsing }: { collapsing: boolean }) {
  const { t } = useTranslation()
  const { data, isError, isPaused } = useQuery(engineQuery)
  // Paused: the browser is offline.
  const unknown = isError || isPaused
  const text = collapsing ? 'compact:sr-only' : ''
  const state = unknown
    ? t('shell.engineUnknown')
    : data && (data.ready ? t('shell.engineHealthy') : t('shell.engineDown'))
  return (
    <Link
      {...paths.engine()}
      // Until its state is known, it has no text.
      aria-label={state ? undefined : t('shell.engine')}
      className={clsx(
        '-mx-2 flex h-10 shrink-0 items-center gap-2 border-t border-line px-4 text-sm text-fg-2 outline-offset-[-2px] hover:bg-hover',
        collapsing && 'compact:justify-center compact:px-0',
      )}
    >
      {state && <HealthMark health={unknown ? 'degraded' : data?.ready ? 'healthy' : 'failing'} />}
      <span className={text}>{state}</span>
      {data && !unknown && (
        <span className={clsx('num ml-auto text-fg-3', text)}>
          {t('shell.instanceCount', { count: data.instances })}
        </span>
      )}
    </Link>
  )
}
