import { serverNow } from '../../../clock.ts'
import type { LogLine, Space } from '@alcove/contract'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Bookmark, Pause, Play, ScrollText, X } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { isApiError } from '../../../api/error.ts'
import {
  logCountsQuery,
  logExportUrl,
  savedQueriesQuery,
  spaceLogsQuery,
  spaceTailUrl,
} from '../../../api/space-logs.ts'
import { ErrorView } from '../../../components/ErrorView.tsx'
import { LogExportMenu, LogHistogram, useLogTail } from '../../../components/LogViewer/index.ts'
import { RangeControl } from '../../../components/range/RangeControl.tsx'
import { useDenied } from '../../../components/useDenied.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { isPreset, spanOf } from '../../../navigation/range.ts'
import { RANGES } from '../../../navigation/search/shared.ts'
import { type SpaceLogsSearch } from '../../../navigation/search/space.ts'
import { Button } from '../../../ui/Button.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { useNow } from '../../../ui/Time.tsx'
import { SpacePage } from '../SpacePage.tsx'
import { toggleValue } from './edit-query.ts'
import { fieldFacts } from './line-fields.ts'
import { LineList } from './LineList.tsx'
import { OpenLine } from './OpenLine.tsx'
import { QueryField } from './QueryField.tsx'
import { Rail } from './Rail.tsx'
import { SavedTabs } from './SavedTabs.tsx'
import { SaveQueryDialog } from './SaveQueryDialog.tsx'

const page = getRouteApi('/shell/s/$space/logs')
const icon = { size: 14 } as const
/** Beyond this scroll position new lines wait. CSS pixels. */
const READING = 40
/** Number of lines to collect fields from. */
const SAMPLE = 1_000

export default function LogsPage() {
  return <SpacePage>{(space) => <Logs key={space.id} space={space} />}</SpacePage>
}

function Logs({ space }: { space: Space }) {
  const { t } = useTranslation()
  const format = useFormat()
  const denied = useDenied(space)
  const {
    q = '',
    range = '3h',
    from,
    to: zoomTo,
    line: openId,
    by = 'trace',
    columns = [],
    follow = false,
  } = page.useSearch()
  const navigate = page.useNavigate()
  const change = (search: Partial<SpaceLogsSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...search }), replace: true })
  const [now, setNow] = useState(serverNow)
  const [saving, setSaving] = useState(false)
  const [scrolled, setScrolled] = useState(false)
  /** The newest line when reading began; later ones wait. */
  const [pausedAt, setPausedAt] = useState<string | null>(null)
  const input = useRef<HTMLInputElement>(null)
  // The tail holds only what it showed. The search reads what came since the page opened, and what the tail left out.
  const [followed, setFollowed] = useState(follow)
  if (followed !== follow) {
    setFollowed(follow)
    setNow(serverNow())
  }

  const span = spanOf(range, now)
  const start = from ?? new Date(span.from).toISOString()
  const to = zoomTo ?? (isPreset(range) ? undefined : new Date(span.to).toISOString())
  const current = useNow()
  // While following, the counts include the current minute.
  const end = to ?? new Date(Math.ceil((follow ? current : now) / 60_000) * 60_000).toISOString()
  const history = useInfiniteQuery(spaceLogsQuery(space.name, { q, from: start, to }))
  const counts = useQuery({
    ...logCountsQuery(space.name, { q, from: start, to: end }),
    ...(follow && { refetchInterval: 10_000 }),
  })
  const saved = useQuery(savedQueriesQuery(space.name))
  const tail = useLogTail(follow && to === undefined ? spaceTailUrl(space.name, q) : null, 'newestFirst')
  const reading = follow && (openId !== undefined || scrolled)

  const lines = useMemo(() => {
    const loaded = history.data?.pages.flatMap(({ items }) => items) ?? []
    // A line can arrive both ways.
    const known = new Set(loaded.map(({ id }) => id))
    return [...tail.lines.filter(({ id }) => !known.has(id)), ...loaded]
  }, [history.data, tail.lines])
  const newest = lines[0]?.id ?? null
  if (reading && pausedAt === null && newest !== null) setPausedAt(newest)
  if (!reading && pausedAt !== null) setPausedAt(null)
  const shown = useMemo(() => (pausedAt === null ? lines : lines.filter(({ id }) => id <= pausedAt)), [lines, pausedAt])
  const fields = useMemo(() => fieldFacts(lines.slice(0, SAMPLE)), [lines])
  const functions = useMemo(
    () => [...new Set([...Object.keys(counts.data?.functions ?? {}), ...lines.map((line) => line.function)])],
    [counts.data, lines],
  )
  const searchedTo = history.data?.pages.at(-1)?.searchedTo ?? null

  // A search that stopped before it found a line continues by itself: the reader waits for one.
  const { hasNextPage, isFetching, fetchNextPage } = history
  useEffect(() => {
    if (lines.length === 0 && hasNextPage && !isFetching) void fetchNextPage()
  }, [lines.length, hasNextPage, isFetching, fetchNextPage])

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const typing =
        event.target instanceof HTMLElement && event.target.closest('input, textarea, button, [role=dialog]')
      if (typing || event.ctrlKey || event.metaKey || event.altKey) return
      if (event.key === '/') {
        event.preventDefault()
        input.current?.focus()
      } else if (event.key === ' ') {
        event.preventDefault()
        void navigate({
          search: (before) => ({
            ...before,
            follow: before.follow && !before.line ? undefined : true,
            line: undefined,
          }),
          replace: true,
        })
      }
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [navigate])

  const choose = (query: string, next: readonly string[]) =>
    change({ q: query || undefined, columns: next.length > 0 ? [...next] : undefined, line: undefined })
  const toggle = (key: string, value: string) => change({ q: toggleValue(q, key, value) || undefined, line: undefined })
  const linkTo = (line: LogLine) => {
    const at = Date.parse(line.time)
    const url = new URL(window.location.href)
    const search = {
      from: new Date(at - (span.to - span.from)).toISOString(),
      to: new Date(at + 1_000).toISOString(),
      line: line.id,
    }
    for (const [name, value] of Object.entries(search)) url.searchParams.set(name, JSON.stringify(value))
    url.searchParams.delete('follow')
    return url.href
  }
  const badQuery = isApiError(history.error, 'ValidationFailed')
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <SavedTabs space={space} saved={saved.data ?? []} query={q} onChoose={choose} />
      <div className="grid min-h-0 flex-1 grid-cols-[200px_minmax(0,1fr)] compact:grid-cols-1">
        <Rail
          query={q}
          counts={counts.data}
          functions={functions}
          fields={fields}
          columns={columns}
          onToggle={toggle}
          onColumn={(path) => {
            const next = columns.includes(path) ? columns.filter((each) => each !== path) : [...columns, path]
            change({ columns: next.length > 0 ? next : undefined })
          }}
        />
        <div className="flex min-h-0 min-w-0 flex-col">
          <div className="flex flex-wrap items-start gap-2 px-gutter py-3">
            <QueryField
              value={q}
              onChange={(next) => change({ q: next || undefined, line: undefined })}
              functions={functions}
              fields={fields}
              inputRef={input}
            />
            <RangeControl
              tall
              presets={RANGES}
              value={range}
              onChange={(next) => {
                setNow(serverNow())
                change({ range: next, from: undefined, to: undefined })
              }}
            />
            <LogExportMenu
              urlOf={(format) => logExportUrl(space.name, { q, from: start, to }, format, [...columns])}
              labelOf={(format) =>
                t(`logs.exportAs.${format}`, { lines: t('logs.lines', { count: counts.data?.total ?? 0 }) })
              }
            />
            <Button
              className="h-8! narrow:h-9!"
              icon={<Bookmark {...icon} />}
              disabledReason={denied('functions:write') ?? (q === '' && t('logs.nothingToSave'))}
              onClick={() => setSaving(true)}
            >
              {t('logs.saveQuery')}
            </Button>
            <Button
              variant={follow && !reading ? undefined : 'primary'}
              className="h-8! narrow:h-9!"
              aria-pressed={follow && !reading}
              icon={follow && !reading ? <Pause {...icon} /> : <Play {...icon} />}
              disabledReason={to !== undefined && t('logs.tailNeedsNow')}
              onClick={() => {
                setScrolled(false)
                if (reading) change({ line: undefined })
                else change({ follow: follow ? undefined : true })
              }}
            >
              {follow && !reading ? t('logs.pause') : reading ? t('logs.resume') : t('logs.tail')}
            </Button>
          </div>
          <div className="border-b border-line px-gutter pb-2">
            {counts.data ? (
              <LogHistogram
                counts={counts.data}
                onZoom={(zoomFrom, zoomTo) => change({ from: zoomFrom, to: zoomTo, line: undefined })}
              />
            ) : (
              <div className="h-20" />
            )}
            <p role="status" className="num flex flex-wrap items-center gap-x-3 pt-1 text-sm text-fg-3">
              {(from !== undefined || zoomTo !== undefined) && (
                <span className="flex items-center gap-1">
                  {t('logs.window', { from: format.dateTime(start), to: format.dateTime(end) })}
                  <IconButton
                    label={t('logs.wholeRange')}
                    size="sm"
                    icon={<X size={12} />}
                    onClick={() => change({ from: undefined, to: undefined })}
                  />
                </span>
              )}
              {counts.data && (
                <span>
                  {t('logs.matching', { lines: t('logs.lines', { count: counts.data.total }) })}
                  {counts.data.since > counts.data.steps[0]!.at &&
                    ` ${t('logs.countedSince', { time: format.dateTime(counts.data.since) })}`}
                </span>
              )}
              {searchedTo !== null && <span>{t('logs.searchedTo', { time: format.dateTime(searchedTo) })}</span>}
              {follow && (
                <span className={tail.state === 'lost' ? 'text-danger' : ''}>
                  {reading
                    ? t('logs.paused', { lines: t('logs.newLines', { count: lines.length - shown.length }) })
                    : tail.state === 'live' && tail.rate.shown < tail.rate.arrived
                      ? t('logs.sampled', {
                          arrived: format.number(tail.rate.arrived),
                          shown: format.number(tail.rate.shown),
                        })
                      : t(`fn.logs.tail.${tail.state}`)}
                </span>
              )}
            </p>
          </div>
          {history.error && !history.data ? (
            badQuery ? (
              <EmptyState title={history.error.message} />
            ) : (
              <ErrorView error={history.error} onRetry={() => void history.refetch()} />
            )
          ) : !history.data || (lines.length === 0 && hasNextPage) ? (
            <SkeletonRows rows={12} />
          ) : shown.length === 0 ? (
            <EmptyState
              icon={<ScrollText size={15} />}
              title={q === '' ? t('logs.none') : t('logs.noMatch')}
              action={q !== '' && <Button onClick={() => change({ q: undefined })}>{t('logs.clear')}</Button>}
            >
              {follow ? t('logs.waiting') : t('logs.noneHint')}
            </EmptyState>
          ) : (
            <LineList
              lines={shown}
              columns={columns}
              open={openId}
              onOpen={(line) => change({ line: line?.id })}
              onScroll={(top) => setScrolled(top > READING)}
              detail={(line) => (
                <OpenLine
                  space={space.name}
                  line={line}
                  by={by}
                  onBy={(next) => change({ by: next })}
                  onFilter={toggle}
                  link={linkTo(line)}
                />
              )}
              after={
                hasNextPage && (
                  <div className="grid place-items-center py-3">
                    <Button size="sm" pending={history.isFetchingNextPage} onClick={() => void fetchNextPage()}>
                      {t('fn.logs.older')}
                    </Button>
                  </div>
                )
              }
            />
          )}
        </div>
      </div>
      {saving && (
        <SaveQueryDialog
          space={space}
          query={q}
          columns={[...columns]}
          saved={saved.data ?? []}
          onTheirs={({ query, columns }) => choose(query, columns)}
          onClose={() => setSaving(false)}
        />
      )}
    </div>
  )
}
