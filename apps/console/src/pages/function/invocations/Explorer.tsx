import { serverNow } from '../../../clock.ts'
import { INVOCATION_STATUSES, type FunctionDetail, type Invocation, type InvocationStatus } from '@alcove/contract'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Radio, RefreshCw } from 'lucide-react'
import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { callsQuery, scatterQuery, type CallsOf } from '../../../api/invocations.ts'
import { metricsQuery, spaceMetricsQuery } from '../../../api/metrics.ts'
import { LazyOutcomeScatter } from '../../../components/charts/LazyOutcomeScatter.tsx'
import { releaseMarks } from '../../../components/charts/releaseMarks.ts'
import { ListBar } from '../../../components/ListBar.tsx'
import { Loaded } from '../../../components/Loaded.tsx'
import { RangeControl } from '../../../components/range/RangeControl.tsx'
import { useRangeText } from '../../../components/range/useRangeText.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { between, isPreset, RANGE_MS, spanOf } from '../../../navigation/range.ts'
import { type InvocationsSearch, RANGES } from '../../../navigation/search/shared.ts'
import { Button } from '../../../ui/Button.tsx'
import { DrawerSpace } from '../../../ui/Drawer.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { Differences } from './Differences.tsx'
import { countedByMetrics, invocationFilter, withToken } from './filter.ts'
import { InvocationDrawer } from './InvocationDrawer.tsx'
import { InvocationQueryBar } from './InvocationQueryBar.tsx'
import { InvocationsTable } from './InvocationsTable.tsx'
import { OutcomeCounts } from './OutcomeCounts.tsx'
import { useNewCalls } from './useNewCalls.ts'

const LIVE_MS = 5_000

interface ExplorerProps {
  of: CallsOf
  /** The function, where the page is about only one. */
  details?: FunctionDetail | undefined
  search: InvocationsSearch
  onSearch(change: InvocationsSearch, replace?: boolean): void
  /** Ids of calls that are ticked; absent: none can be. */
  picked?: ReadonlySet<string>
  onPick?(id: string, picked: boolean): void
  /** Shown instead when there has never been a call. */
  whenNone: ReactNode
}

/** The calls of a function or a space: a chart of durations, what sets some apart, and a list with details. */
export function Explorer({ of, details, search, onSearch, picked, onPick, whenNone }: ExplorerProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const textOf = useRangeText()
  const { q = '', range = '3h', from, to, id, live = false, diff } = search
  const [now, setNow] = useState(serverNow)
  const span = spanOf(range, now)
  const long = span.to - span.from > RANGE_MS['24h']
  const filter = useMemo(() => invocationFilter(q), [q])
  const whole = { from: new Date(span.from).toISOString(), to: new Date(span.to).toISOString() }
  const list = useInfiniteQuery({
    ...callsQuery(of, { ...filter, from: from ?? whole.from, to: to ?? whole.to }),
    placeholderData: keepPreviousData,
  })
  const calls = list.data
  const scatter = useQuery({ ...scatterQuery(of, { ...filter, ...whole }), placeholderData: keepPreviousData })
  const metrics = useMetrics(of, filter.version, whole)
  const fresh = useNewCalls(of, filter, from === undefined && isPreset(range) ? calls?.[0] : undefined, now)
  const refresh = () => {
    onSearch({ from: undefined, to: undefined })
    setNow(serverNow())
  }
  // A list that moves under the pointer cannot be read: new calls appear on request, or live while none is open.
  const moving = live && id === undefined && from === undefined && isPreset(range)
  useEffect(() => {
    if (!moving) return
    const timer = setInterval(() => document.visibilityState === 'visible' && setNow(serverNow()), LIVE_MS)
    return () => clearInterval(timer)
  }, [moving])

  const sample = scatter.data
  const points = (sample?.points ?? []).map((call) => ({
    ...call,
    at: Date.parse(call.startedAt),
    durationMs: call.start === null ? null : call.durationMs,
  }))
  const exact = metrics !== undefined && countedByMetrics(filter)
  const statuses = exact ? metrics.total.statuses : sample ? tally(sample.points) : null
  const started = (kind: 'cold' | 'prewarmed') =>
    sample
      ? {
          count: points.filter(({ start: how }) => how === kind).length,
          more: !(sample.everySuccess && sample.everyFailure),
        }
      : null
  const cold = exact ? { count: metrics.total.coldStarts, more: false } : started('cold')
  const successes = points.filter(({ status }) => status === 'success').length
  const figures = { sampled: format.number(successes), failures: format.number(points.length - successes) }
  const note =
    sample &&
    t(
      `fn.invocations.${!sample.everyFailure ? 'chartCapped' : sample.everySuccess ? 'chartAll' : 'chartSampled'}`,
      figures,
    )
  const nothingEver = q === '' && range === '30d' && calls?.length === 0

  return (
    <DrawerSpace
      width={560}
      drawer={
        id !== undefined && (
          <InvocationDrawer
            key={id}
            space={of.space}
            id={id}
            neighbours={neighboursOf(calls?.map((call) => call.id) ?? [], id)}
            onOpen={(call) => onSearch({ id: call }, true)}
            onClose={() => onSearch({ id: undefined })}
          />
        )
      }
    >
      <div className="flex flex-wrap items-center gap-2 px-gutter py-3">
        <InvocationQueryBar
          value={q}
          details={details}
          acrossFunctions={of.fn === undefined}
          onChange={(next) => onSearch({ q: next || undefined, from: undefined, to: undefined })}
        />
        <RangeControl
          tall
          presets={RANGES}
          value={range}
          onChange={(next) => {
            setNow(serverNow())
            onSearch({ range: next === '3h' ? undefined : next, from: undefined, to: undefined })
          }}
        />
        <Button
          aria-pressed={live}
          icon={<Radio size={14} className={live ? 'text-accent!' : undefined} />}
          className="h-8! narrow:h-9!"
          onClick={() => {
            setNow(serverNow())
            onSearch({
              live: live ? undefined : true,
              from: undefined,
              to: undefined,
              ...(!isPreset(range) && { range: undefined }),
            })
          }}
        >
          {t('fn.invocations.live')}
        </Button>
      </div>
      {nothingEver || (details?.lastInvokedAt === null && calls?.length === 0) ? (
        whenNone
      ) : (
        <>
          <OutcomeCounts
            statuses={statuses}
            starts={{ cold, prewarmed: started('prewarmed') }}
            sampled={!exact && sample?.everySuccess === false}
            onStatus={(wanted) => onSearch({ q: withToken(q, 'status', wanted.join(',')) })}
            onStart={(kind) => onSearch({ q: withToken(q, 'start', kind) })}
          />
          <div className="px-gutter pb-2">
            {scatter.error ? (
              <Loaded query={scatter}>{() => null}</Loaded>
            ) : (
              <LazyOutcomeScatter
                points={points}
                from={span.from}
                to={span.to}
                releases={of.fn === undefined ? [] : releaseMarks(metrics?.releases ?? [], t)}
                selected={id}
                window={from && to ? [Date.parse(from), Date.parse(to)] : undefined}
                label={t('fn.invocations.chartLabel')}
                formatTime={long ? format.shortDay : format.minute}
                onOpen={(call) => onSearch({ id: call })}
                onWindow={(window) =>
                  onSearch({
                    from: window && new Date(window[0]).toISOString(),
                    to: window && new Date(window[1]).toISOString(),
                  })
                }
              />
            )}
          </div>
          <Differences
            of={of}
            filter={filter}
            range={whole}
            window={from && to ? { from, to } : undefined}
            shown={diff}
            onShow={(next) => onSearch({ diff: next })}
            onFilter={({ key, value }) =>
              onSearch({ q: withToken(q, key, value), diff: undefined, from: undefined, to: undefined })
            }
          />
          <ListBar
            window={from && to && textOf(between([Date.parse(from), Date.parse(to)]))}
            onClearWindow={() => onSearch({ from: undefined, to: undefined })}
            note={note ?? ''}
          >
            <span className="text-fg-2">
              {calls && t('fn.invocations.shown', { count: calls.length, more: list.hasNextPage ? '+' : '' })}
            </span>
            {fresh.count > 0 && !moving && (
              <Button size="sm" icon={<RefreshCw size={12} />} onClick={refresh}>
                {t('fn.invocations.fresh', { count: fresh.count, more: fresh.more ? '+' : '' })}
              </Button>
            )}
            {live && !moving && <span className="text-fg-3">{t('fn.invocations.paused')}</span>}
          </ListBar>
          <Loaded query={list} skeleton={<SkeletonRows rows={10} />}>
            {(loaded) =>
              loaded.length === 0 ? (
                <EmptyState
                  title={t('fn.invocations.noMatch')}
                  action={
                    <Button onClick={() => onSearch({ q: undefined, range: '30d', from: undefined, to: undefined })}>
                      {t('fn.invocations.widen')}
                    </Button>
                  }
                />
              ) : (
                <InvocationsTable
                  calls={loaded}
                  pages={list}
                  selected={id}
                  tight={id !== undefined}
                  acrossFunctions={of.fn === undefined}
                  timeoutSeconds={details?.timeoutSeconds}
                  picked={picked}
                  onPick={onPick}
                  dated={long || !isPreset(range)}
                  onOpen={(call) => onSearch({ id: call })}
                />
              )
            }
          </Loaded>
        </>
      )}
    </DrawerSpace>
  )
}

/** Counts of the range. Whoever may read calls but no metrics gets those of the sample. */
function useMetrics(
  { space, fn }: CallsOf,
  version: number | 'draft' | undefined,
  range: { from: string; to: string },
) {
  const ofFunction = useQuery({
    ...metricsQuery(space, fn ?? '', { ...range, version }),
    refetchInterval: false,
    enabled: fn !== undefined,
  })
  // A space's metrics do not tell versions apart.
  const ofSpace = useQuery({
    ...spaceMetricsQuery(space, range),
    enabled: fn === undefined && version === undefined,
    retry: false,
  })
  return fn === undefined ? (version === undefined ? ofSpace.data : undefined) : ofFunction.data
}

function tally(calls: readonly Pick<Invocation, 'status' | 'repeats'>[]): Record<InvocationStatus, number> {
  const counts = Object.fromEntries(INVOCATION_STATUSES.map((status) => [status, 0])) as Record<
    InvocationStatus,
    number
  >
  for (const { status, repeats } of calls) counts[status] += repeats
  return counts
}

function neighboursOf(ids: readonly string[], id: string): { previous?: string; next?: string } {
  const index = ids.indexOf(id)
  return index < 0 ? {} : { previous: ids[index - 1], next: ids[index + 1] }
}
