import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Boxes } from 'lucide-react'
import { instancesQuery } from '../../../api/instances.ts'
import { LinkButton } from '../../../components/LinkButton.tsx'
import { LoadMore } from '../../../ui/LoadMore.tsx'
import { ListBar } from '../../../components/ListBar.tsx'
import { Loaded } from '../../../components/Loaded.tsx'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { paths } from '../../../navigation/paths.ts'
import { between, RANGE_MS, type Span, spanOf } from '../../../navigation/range.ts'
import { INSTANCES_RANGES } from '../../../navigation/search/function.ts'
import { Button } from '../../../ui/Button.tsx'
import { DrawerSpace } from '../../../ui/Drawer.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { Segmented } from '../../../ui/Segmented.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { InstanceDrawer } from './InstanceDrawer.tsx'
import { InstancesTable } from './InstancesTable.tsx'
import { StateLegend } from './StateLegend.tsx'
import { livedIn } from './timeline.ts'
import { useFunctionParams } from '../params.ts'
import { RangeControl } from '../../../components/range/RangeControl.tsx'
import { useRangeText } from '../../../components/range/useRangeText.ts'

const icon = { size: 15 } as const

export default function InstancesTab() {
  const { t } = useTranslation()
  const format = useFormat()
  const textOf = useRangeText()
  const { space, fn } = useFunctionParams()
  const { state, range = '1h', from, to, id } = useSearch({ from: '/shell/s/$space/f/$fn/instances' })
  const navigate = useNavigate({ from: '/s/$space/f/$fn/instances' })
  const change = (search: { state?: typeof state; range?: typeof range; from?: string; to?: string; id?: string }) =>
    void navigate({ search: (before) => ({ ...before, ...search }), resetScroll: false })
  const list = useInfiniteQuery({ ...instancesQuery(space, fn, state), placeholderData: keepPreviousData })
  // The axis moves when data arrives, so that both show the same time.
  const now = list.dataUpdatedAt
  const zoomed = from !== undefined && to !== undefined
  const span: Span = zoomed ? { from: Date.parse(from), to: Date.parse(to) } : spanOf(range, now)
  const shown = list.data?.filter((instance) => livedIn(instance, span)) ?? []
  const live = shown.filter(({ endedAt }) => endedAt === null).length
  const length = span.to - span.from
  const formatTime = length > RANGE_MS['24h'] ? format.shortDay : length < 300_000 ? format.clock : format.minute

  return (
    <DrawerSpace
      drawer={
        id !== undefined && (
          <InstanceDrawer key={id} space={space} fn={fn} id={id} onClose={() => change({ id: undefined })} />
        )
      }
    >
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-gutter py-3">
        <Segmented
          label={t('instances.show')}
          value={state ?? 'all'}
          onChange={(next) => change({ state: next === 'all' ? undefined : next })}
          options={[
            { value: 'all', label: t('instances.all') },
            { value: 'live', label: t('instances.live') },
            { value: 'ended', label: t('instances.gone') },
          ]}
        />
        <RangeControl
          value={range}
          presets={INSTANCES_RANGES}
          onChange={(next) => change({ range: next === '1h' ? undefined : next, from: undefined, to: undefined })}
        />
        <span className="ml-auto narrow:ml-0">
          <StateLegend />
        </span>
      </div>
      <Loaded query={list} skeleton={<SkeletonRows rows={6} />}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState
              icon={<Boxes {...icon} />}
              title={t(state === 'live' ? 'instances.noneLive' : 'instances.none')}
              action={<LinkButton {...paths.code(space, fn)}>{t('fn.invocations.runDraft')}</LinkButton>}
            >
              {t(state === 'live' ? 'instances.noneLiveHint' : 'instances.noneHint')}
            </EmptyState>
          ) : (
            <>
              <ListBar
                window={zoomed && textOf(between([span.from, span.to]))}
                onClearWindow={() => change({ from: undefined, to: undefined })}
                note={t('instances.dragHint')}
              >
                <span className="text-fg-2">
                  {t('instances.counts', { live: format.number(live), ended: format.number(shown.length - live) })}
                </span>
              </ListBar>
              {shown.length === 0 ? (
                <EmptyState
                  title={t('instances.noneHere')}
                  action={
                    <Button onClick={() => change({ range: '24h', from: undefined, to: undefined })}>
                      {t('instances.widen')}
                    </Button>
                  }
                />
              ) : (
                <InstancesTable
                  instances={shown}
                  span={span}
                  now={now}
                  selected={id}
                  tight={id !== undefined}
                  formatTime={formatTime}
                  onOpen={(next) => change({ id: next })}
                  onWindow={([start, end]) =>
                    change({ from: new Date(start).toISOString(), to: new Date(end).toISOString() })
                  }
                />
              )}
              <LoadMore pages={list} />
            </>
          )
        }
      </Loaded>
    </DrawerSpace>
  )
}
