import type { Instance } from '@alcove/contract'
import { type KeyboardEvent, useState } from 'react'
import { timeTicks } from '../../../components/charts/scale.ts'
import '../../../components/charts/charts.css'
import { useBrush } from '../../../components/charts/useBrush.ts'
import { useWidth } from '../../../ui/useWidth.ts'
import { InstanceState } from '../../../components/instances/InstanceState.tsx'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { type Column, Table } from '../../../ui/Table.tsx'
import { useNarrow } from '../../../ui/useNarrow.ts'
import { InstanceTimeline, scaleOf } from './InstanceTimeline.tsx'
import { type Span, visibleSegments } from './timeline.ts'

interface InstancesTableProps {
  instances: readonly Instance[]
  span: Span
  now: number
  selected: string | undefined
  /** The drawer is open, so there is less room. */
  tight: boolean
  formatTime(at: number): string
  onOpen(id: string): void
  onWindow(window: [from: number, to: number]): void
}

/** Half of a tick's label, which must not extend into the next column. Pixels. */
const HALF_LABEL = 18

/** Width of the columns next to the timeline. Pixels. */
const FACTS = 470
const FACTS_TIGHT = 236

/** One row per instance, with its life on a common time axis. Drag across the axis to zoom in. */
export function InstancesTable(props: InstancesTableProps) {
  const { instances, span, now, selected, tight } = props
  const { t } = useTranslation()
  const format = useFormat()
  const narrow = useNarrow()
  const [host, hostWidth] = useWidth<HTMLDivElement>()
  const [active, setActive] = useState<{ id: string; segment: number } | null>(null)
  const width = Math.max(120, narrow ? hostWidth - 32 : hostWidth - (tight ? FACTS_TIGHT : FACTS))
  const ticks = timeTicks(span.from, span.to, Math.max(2, Math.floor(width / 90)))
  const scale = scaleOf(span, width)
  const labelled = ticks.filter((tick) => (tick - span.from) * scale >= HALF_LABEL)
  const brush = useBrush({
    timeAt: (offset) => Math.min(span.to, Math.max(span.from, span.from + offset / scale)),
    onWindow: props.onWindow,
    onClick: () => {},
  })

  /** The left and right keys move through the segments of a row. */
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (step === 0 || !(event.target instanceof HTMLTableRowElement)) return
    const instance = instances[Number(event.target.dataset['index'])]
    if (!instance) return
    event.preventDefault()
    const count = visibleSegments(instance, span, now).length
    const from = active?.id === instance.id ? active.segment : step > 0 ? -1 : count
    setActive(count === 0 ? null : { id: instance.id, segment: Math.min(count - 1, Math.max(0, from + step)) })
  }

  const axis = (
    <span aria-hidden="true" className="relative block h-4" style={{ width }}>
      {labelled.map((tick) => (
        <span
          key={tick}
          className="num absolute -translate-x-1/2 text-micro font-normal text-fg-3"
          style={{ left: (tick - span.from) * scale }}
        >
          {props.formatTime(tick)}
        </span>
      ))}
    </span>
  )
  const facts: Column<Instance>[] = [
    {
      id: 'version',
      header: t('instances.version'),
      width: 60,
      cell: ({ version }) => (
        <span className="mono">{version === null ? t('instances.draftOrOld') : `v${version}`}</span>
      ),
    },
    {
      id: 'start',
      header: t('instances.start'),
      width: 90,
      cell: ({ start }) => <span className="text-fg-2">{start ? t(`fn.start.${start}`) : '–'}</span>,
    },
  ]
  const columns: Column<Instance>[] = [
    {
      id: 'state',
      header: t('instances.instance'),
      narrow: 'lead',
      width: 176,
      cell: (instance) => (
        <span className="flex items-center justify-between gap-3 narrow:justify-start">
          <InstanceState instance={instance} />
          <span className="mono text-fg-3">{instance.id.slice(0, 6)}</span>
        </span>
      ),
    },
    ...(tight ? [] : facts),
    {
      id: 'calls',
      header: t('instances.calls'),
      numeric: true,
      width: 60,
      narrow: 'trail',
      cell: ({ invocations }) => (
        <>
          <span className="narrow:hidden">{format.number(invocations)}</span>
          <span className="text-fg-2 wide:hidden">{t('instances.callCount', { count: invocations })}</span>
        </>
      ),
    },
    ...(tight
      ? []
      : [
          {
            id: 'memory',
            header: 'MB',
            numeric: true,
            width: 60,
            cell: ({ peakMemoryMb }: Instance) =>
              peakMemoryMb === null ? <span className="text-fg-3">–</span> : format.number(peakMemoryMb),
          },
        ]),
    {
      id: 'timeline',
      narrow: 'sub',
      className: 'overflow-visible narrow:col-span-3!',
      header: (
        <>
          <span className="sr-only">{t('instances.timeline')}</span>
          {axis}
        </>
      ),
      cell: (instance) => (
        <InstanceTimeline
          instance={instance}
          span={span}
          now={now}
          width={width}
          ticks={ticks}
          active={active?.id === instance.id ? active.segment : null}
          window={brush.dragging}
          handlers={brush.handlers}
          bleed={narrow ? 0 : 5}
          onPoint={(segment) => setActive(segment === null ? null : { id: instance.id, segment })}
        />
      ),
    },
  ]
  return (
    // The rows inside have the focus; this only handles their arrow keys.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div ref={host} onKeyDown={onKeyDown} onBlur={() => setActive(null)}>
      {narrow && <div className="border-b border-line px-gutter py-1.5">{axis}</div>}
      {hostWidth > 0 && (
        <Table
          label={t('instances.list')}
          columns={columns}
          rows={instances}
          rowKey={({ id }) => id}
          selectedKey={selected ?? null}
          onOpen={({ id }) => !brush.dragging && props.onOpen(id)}
        />
      )}
    </div>
  )
}
