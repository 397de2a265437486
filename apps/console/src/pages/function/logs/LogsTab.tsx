import { serverNow } from '../../../clock.ts'
import { LOG_LEVELS } from '@alcove/contract'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Radio, ScrollText } from 'lucide-react'
import { useMemo, useState } from 'react'
import { functionQuery } from '../../../api/functions.ts'
import { logsQuery, logTailUrl } from '../../../api/logs.ts'
import { logCountsQuery, logExportUrl } from '../../../api/space-logs.ts'
import { ErrorView } from '../../../components/ErrorView.tsx'
import { LinkButton } from '../../../components/LinkButton.tsx'
import { LogExportMenu, LogHistogram, LogStream, useLogTail } from '../../../components/LogViewer/index.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { paths } from '../../../navigation/paths.ts'
import { isPreset, spanOf } from '../../../navigation/range.ts'
import { RANGES } from '../../../navigation/search/shared.ts'
import { Button } from '../../../ui/Button.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { QueryBar } from '../../../ui/QueryBar.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { logFilter } from './filter.ts'
import { useFunctionParams } from '../params.ts'
import { RangeControl } from '../../../components/range/RangeControl.tsx'
import { useNow } from '../../../ui/Time.tsx'

const icon = { size: 15 } as const

export default function LogsTab() {
  const { t } = useTranslation()
  const { space, fn } = useFunctionParams()
  const { q = '', range = '3h', follow = false } = useSearch({ from: '/shell/s/$space/f/$fn/logs' })
  const navigate = useNavigate({ from: '/s/$space/f/$fn/logs' })
  const change = (search: { q?: string; range?: typeof range; follow?: boolean }) =>
    void navigate({ search: (before) => ({ ...before, ...search }), replace: true })
  const [now, setNow] = useState(serverNow)
  const [atEnd, setAtEnd] = useState(true)
  const filter = useMemo(() => logFilter(q), [q])
  const details = useQuery(functionQuery(space, fn)).data
  const span = spanOf(range, now)
  const ended = !isPreset(range)
  const history = useInfiniteQuery(
    logsQuery(space, fn, {
      ...filter,
      from: new Date(span.from).toISOString(),
      to: ended ? new Date(span.to).toISOString() : undefined,
    }),
  )
  const exported = {
    q,
    function: fn,
    from: new Date(span.from).toISOString(),
    to: ended ? new Date(span.to).toISOString() : undefined,
  }
  const current = useNow()
  // While following, the counts include the current minute.
  const end = exported.to ?? new Date(Math.ceil((follow ? current : now) / 60_000) * 60_000).toISOString()
  const counts = useQuery({
    ...logCountsQuery(space, { ...exported, to: end }),
    ...(follow && { refetchInterval: 10_000 }),
  }).data
  const tail = useLogTail(follow && !ended ? logTailUrl(space, fn, filter) : null, 'oldestFirst')
  const lines = useMemo(() => {
    const loaded = (history.data ?? []).toReversed()
    // A line can arrive both ways. Ids rise with time, so continue the tail where the history ends.
    const known = new Set(loaded.map(({ id }) => id))
    return [...loaded, ...tail.lines.filter(({ id }) => !known.has(id))]
  }, [history.data, tail.lines])
  const latest = details?.latestVersion ?? 0

  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex flex-wrap items-center gap-2 px-gutter py-3">
        <QueryBar
          label={t('fn.logs.filter')}
          placeholder={t('fn.logs.placeholder')}
          value={q}
          onChange={(next) => change({ q: next || undefined })}
          fields={[
            {
              key: 'level',
              hint: t('fn.logs.hint.level'),
              values: [...LOG_LEVELS, 'warn,error'].map((value) => ({ value })),
            },
            {
              key: 'version',
              hint: t('fn.invocations.hint.version'),
              values: [
                'draft',
                ...Array.from({ length: Math.min(latest, 20) }, (_, index) => String(latest - index)),
              ].map((value) => ({ value })),
            },
            { key: 'invocation', hint: t('fn.logs.hint.invocation') },
          ]}
        />
        <RangeControl
          tall
          presets={RANGES}
          value={range}
          onChange={(next) => {
            setNow(serverNow())
            change({ range: next })
          }}
        />
        <LogExportMenu
          urlOf={(format) => logExportUrl(space, exported, format, [])}
          labelOf={(format) => t(`fn.logs.exportAs.${format}`)}
        />
        <Button
          className="h-8! narrow:h-9!"
          aria-pressed={follow}
          icon={<Radio {...icon} className={tail.state === 'live' ? 'text-success!' : ''} />}
          onClick={() => {
            setAtEnd(true)
            change({ follow: follow ? undefined : true })
          }}
        >
          {follow ? t('fn.logs.following') : t('fn.logs.follow')}
        </Button>
      </div>
      <div className="border-b border-line px-gutter pb-1.5">
        <div className="min-h-[84px]">
          {counts && (
            <LogHistogram counts={counts} onZoom={(from, to) => change({ range: `${from}..${to}`, follow: false })} />
          )}
        </div>
        <p role="status" className="num flex flex-wrap gap-x-3 pt-0.5 text-sm text-fg-3">
          {history.data && <span>{t('fn.logs.loaded', { count: lines.length })}</span>}
          {follow && (
            <span className={tail.state === 'lost' ? 'text-danger' : tail.state === 'live' ? 'text-success' : ''}>
              {!atEnd && tail.state === 'live' ? t('fn.logs.paused') : t(`fn.logs.tail.${tail.state}`)}
            </span>
          )}
        </p>
      </div>
      {history.error && !history.data ? (
        <ErrorView error={history.error} onRetry={() => void history.refetch()} />
      ) : !history.data ? (
        <SkeletonRows rows={12} />
      ) : lines.length === 0 ? (
        <EmptyState
          icon={<ScrollText {...icon} />}
          title={q === '' ? t('fn.logs.none') : t('fn.logs.noMatch')}
          action={
            q === '' ? (
              <LinkButton {...paths.code(space, fn)} variant="primary">
                {t('fn.invocations.runDraft')}
              </LinkButton>
            ) : (
              <Button onClick={() => change({ q: undefined, range: '30d' })}>{t('fn.invocations.widen')}</Button>
            )
          }
        >
          {follow ? t('fn.logs.waiting') : t('fn.logs.noneHint')}
        </EmptyState>
      ) : (
        <LogStream
          lines={lines}
          label={t('fn.logs.title')}
          following={atEnd}
          onFollow={setAtEnd}
          onOpen={(line) => void navigate(paths.invocations(space, fn, { id: line.invocationId }))}
          before={
            history.hasNextPage && (
              <div className="grid place-items-center pb-2">
                <Button size="sm" pending={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
                  {t('fn.logs.older')}
                </Button>
              </div>
            )
          }
        />
      )}
    </div>
  )
}
