import { INVOCATION_STATUSES, type Invocation, type InvocationStatus } from '@alcove/contract'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Play, Radio, RefreshCw, RotateCcw } from 'lucide-react'
import { useMemo, useState } from 'react'
import { functionKey, functionQuery } from '../../../api/functions.ts'
import { invocationsQuery } from '../../../api/invocations.ts'
import { metricsQuery } from '../../../api/metrics.ts'
import { LazyOutcomeScatter } from '../../../components/charts/LazyOutcomeScatter.tsx'
import { LinkButton } from '../../../components/LinkButton.tsx'
import { ListBar } from '../../../components/ListBar.tsx'
import { Loaded } from '../../../components/Loaded.tsx'
import { usePermission } from '../../../components/usePermission.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { paths } from '../../../navigation/paths.ts'
import { RANGES, RANGE_MS } from '../../../navigation/search.ts'
import { Button } from '../../../ui/Button.tsx'
import { DrawerSpace } from '../../../ui/Drawer.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { formatQuery, parseQuery } from '../../../ui/query.ts'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { HeaderSlot } from '../HeaderSlot.tsx'
import { countedByMetrics, FILTER_KEYS, invocationFilter } from './filter.ts'
import { fetchScatter } from './fetchScatter.ts'
import { InvocationDrawer } from './InvocationDrawer.tsx'
import { InvocationQueryBar } from './InvocationQueryBar.tsx'
import { InvocationsTable } from './InvocationsTable.tsx'
import { OutcomeCounts } from './OutcomeCounts.tsx'
import { ReplayDialog } from '../replays/ReplayDialog.tsx'
import { useNewCalls } from './useNewCalls.ts'
import { useFunctionParams } from '../params.ts'
import { RangeMenu } from '../../../components/RangeMenu.tsx'
import { releaseMarks } from '../../../components/charts/releaseMarks.ts'

const icon = { size: 15 } as const

export default function InvocationsTab() {
  const { t } = useTranslation()
  const format = useFormat()
  const { space, fn } = useFunctionParams()
  const { q = '', range = '3h', from, to, id } = useSearch({ from: '/shell/s/$space/f/$fn/invocations' })
  const navigate = useNavigate({ from: '/s/$space/f/$fn/invocations' })
  const change = (
    search: { q?: string; range?: typeof range; from?: string; to?: string; id?: string },
    replace = false,
  ) => void navigate({ search: (before) => ({ ...before, ...search }), replace, resetScroll: false })

  // Newer calls appear only on request: a list that moves under the pointer cannot be read.
  const [now, setNow] = useState(Date.now)
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set())
  const [replaying, setReplaying] = useState(false)
  const why = usePermission(space)
  const start = now - RANGE_MS[range]
  const filter = useMemo(() => invocationFilter(q), [q])
  const windowed = { ...filter, from: from ?? new Date(start).toISOString(), to: to ?? new Date(now).toISOString() }
  const details = useQuery(functionQuery(space, fn)).data
  const list = useInfiniteQuery({ ...invocationsQuery(space, fn, windowed), placeholderData: keepPreviousData })
  const calls = list.data
  const scatter = useQuery({
    queryKey: [...functionKey(space, fn), 'scatter', filter, start, now],
    queryFn: ({ signal }) => fetchScatter(space, fn, filter, { from: start, to: now }, signal),
    placeholderData: keepPreviousData,
  })
  const metrics = useQuery({
    ...metricsQuery(space, fn, {
      from: new Date(start).toISOString(),
      to: new Date(now).toISOString(),
      version: filter.version,
    }),
    refetchInterval: false,
  }).data
  const fresh = useNewCalls(space, fn, filter, from === undefined ? calls?.[0] : undefined, now)
  const refresh = () => {
    change({ from: undefined, to: undefined })
    setNow(Date.now())
  }

  const points = (scatter.data?.items ?? []).map((call) => ({
    id: call.id,
    at: Date.parse(call.startedAt),
    durationMs: call.start === null ? null : call.durationMs,
    status: call.status,
    start: call.start,
  }))
  const exact = countedByMetrics(filter)
  const statuses = exact && metrics ? metrics.total.statuses : tally(scatter.data?.items ?? [])
  const everyCall = scatter.data?.everySuccess === true && scatter.data.everyFailure
  const started = (kind: 'cold' | 'prewarmed') => ({
    count: points.filter(({ start: how }) => how === kind).length,
    more: !everyCall,
  })
  // The metrics count only cold starts.
  const cold = exact && metrics ? { count: metrics.total.coldStarts, more: false } : started('cold')
  const sampled = points.filter(({ status }) => status === 'success').length
  const note = !scatter.data
    ? ''
    : scatter.data.everySuccess && scatter.data.everyFailure
      ? t('fn.invocations.chartAll')
      : scatter.data.everyFailure
        ? t('fn.invocations.chartSampled', { sampled: format.number(sampled) })
        : t('fn.invocations.chartCapped', {
            failures: format.number(points.length - sampled),
            sampled: format.number(sampled),
          })
  const nothingEver = details?.lastInvokedAt === null && calls?.length === 0

  return (
    <>
      <HeaderSlot name="actions">
        <LinkButton {...paths.replays(space, fn)}>{t('fn.replay.title')}</LinkButton>
        <Button
          icon={<RotateCcw {...icon} />}
          disabledReason={why('functions:write') ?? (calls?.length === 0 && t('fn.invocations.noMatch'))}
          onClick={() => setReplaying(true)}
        >
          {picked.size > 0 ? t('fn.replay.replayPicked', { count: picked.size }) : t('fn.replay.replay')}
        </Button>
        <LinkButton {...paths.logs(space, fn)} search={{ follow: true }} icon={<Radio {...icon} />}>
          {t('fn.logs.live')}
        </LinkButton>
        <LinkButton {...paths.code(space, fn)} variant="primary" icon={<Play {...icon} />}>
          {t('fn.invocations.invoke')}
        </LinkButton>
      </HeaderSlot>
      <DrawerSpace
        width={560}
        className="wide:[--gutter:20px]"
        drawer={
          id !== undefined && (
            <InvocationDrawer
              key={id}
              space={space}
              fn={fn}
              id={id}
              neighbours={neighboursOf(calls?.map((call) => call.id) ?? [], id)}
              onOpen={(call) => change({ id: call }, true)}
              onClose={() => change({ id: undefined })}
            />
          )
        }
      >
        <div className="flex items-center gap-2 px-gutter py-3">
          <InvocationQueryBar
            value={q}
            details={details}
            onChange={(next) => change({ q: next || undefined, from: undefined, to: undefined })}
          />
          <RangeMenu
            ranges={RANGES}
            value={range}
            onChange={(next) => {
              setNow(Date.now())
              change({ range: next === '3h' ? undefined : next, from: undefined, to: undefined })
            }}
          />
        </div>
        {nothingEver ? (
          <EmptyState
            icon={<Play {...icon} />}
            title={t('fn.invocations.none')}
            action={
              <>
                <LinkButton {...paths.code(space, fn)}>{t('fn.invocations.runDraft')}</LinkButton>
                <LinkButton {...paths.triggers(space, fn)}>{t('fn.triggers.new')}</LinkButton>
              </>
            }
          >
            {t('fn.invocations.noneHint')}
          </EmptyState>
        ) : (
          <>
            <OutcomeCounts
              statuses={statuses}
              starts={{ cold, prewarmed: started('prewarmed') }}
              sampled={!exact && scatter.data?.everySuccess === false}
              onStatus={(wanted) => change({ q: withToken(q, 'status', wanted.join(',')) })}
              onStart={(kind) => change({ q: withToken(q, 'start', kind) })}
            />
            <div className="px-gutter pb-2">
              <LazyOutcomeScatter
                points={points}
                from={start}
                to={now}
                releases={releaseMarks(metrics?.releases ?? [])}
                selected={id}
                window={from && to ? [Date.parse(from), Date.parse(to)] : undefined}
                label={t('fn.invocations.chartLabel')}
                formatTime={RANGE_MS[range] > RANGE_MS['24h'] ? format.shortDay : format.minute}
                onOpen={(call) => change({ id: call })}
                onWindow={(window) =>
                  change({
                    from: window && new Date(window[0]).toISOString(),
                    to: window && new Date(window[1]).toISOString(),
                  })
                }
              />
            </div>
            <ListBar
              window={from && to && t('fn.invocations.window', { from: format.minute(from), to: format.minute(to) })}
              onClearWindow={() => change({ from: undefined, to: undefined })}
              note={note}
            >
              <span className="text-fg-2">
                {calls && t('fn.invocations.shown', { count: calls.length, more: list.hasNextPage ? '+' : '' })}
              </span>
              {fresh.count > 0 && (
                <Button size="sm" icon={<RefreshCw size={12} />} onClick={refresh}>
                  {t('fn.invocations.fresh', { count: fresh.count, more: fresh.more ? '+' : '' })}
                </Button>
              )}
            </ListBar>
            <Loaded query={list} skeleton={<SkeletonRows rows={10} />}>
              {(loaded) =>
                !details ? (
                  <SkeletonRows rows={10} />
                ) : loaded.length === 0 ? (
                  <EmptyState
                    title={t('fn.invocations.noMatch')}
                    action={
                      <Button onClick={() => change({ q: undefined, range: '30d', from: undefined, to: undefined })}>
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
                    timeoutSeconds={details.timeoutSeconds}
                    dated={RANGE_MS[range] > RANGE_MS['24h']}
                    picked={picked}
                    onPick={(call, on) =>
                      setPicked(
                        (before) => new Set(on ? [...before, call] : [...before].filter((each) => each !== call)),
                      )
                    }
                    onOpen={(call) => change({ id: call })}
                  />
                )
              }
            </Loaded>
          </>
        )}
      </DrawerSpace>
      {replaying && (
        <ReplayDialog
          space={space}
          fn={fn}
          picked={[...picked]}
          filter={windowed}
          onClose={() => setReplaying(false)}
        />
      )}
    </>
  )
}

function tally(calls: readonly Pick<Invocation, 'status' | 'repeats'>[]): Record<InvocationStatus, number> {
  const counts = Object.fromEntries(INVOCATION_STATUSES.map((status) => [status, 0])) as Record<
    InvocationStatus,
    number
  >
  for (const { status, repeats } of calls) counts[status] += repeats
  return counts
}

function withToken(query: string, key: string, value: string): string {
  const { tokens, text } = parseQuery(query, FILTER_KEYS)
  return formatQuery({ tokens: [...tokens.filter((token) => token.key !== key), { key, value }], text })
}

function neighboursOf(ids: readonly string[], id: string): { previous?: string; next?: string } {
  const index = ids.indexOf(id)
  return index < 0 ? {} : { previous: ids[index - 1], next: ids[index + 1] }
}
