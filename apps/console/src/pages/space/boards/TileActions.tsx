import type { BoardChart } from '@alcove/contract'
import { Columns2, GripVertical, Pencil, RectangleHorizontal, X } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { useTranslation } from '../../../i18n/index.ts'
import { IconButton } from '../../../ui/IconButton.tsx'
import { useChartTitle } from './useChartTitle.ts'
import type { DraftChart } from './useDraftCharts.ts'

interface TileActionsProps {
  chart: DraftChart
  place: { index: number; of: number }
  onMove(to: number): void
  onDrag(isDragged: boolean): void
  onWidth(width: BoardChart['width']): void
  onEdit(): void
  onRemove(): void
}

/** What can be done with a chart while its board is edited. */
export function TileActions({ chart: { key, chart }, place, ...on }: TileActionsProps) {
  const { t } = useTranslation()
  const title = useChartTitle()(chart)
  const other = chart.width === 'half' ? 'full' : 'half'
  const onKeyDown = (event: KeyboardEvent) => {
    const to = {
      ArrowLeft: place.index - 1,
      ArrowUp: place.index - 1,
      ArrowRight: place.index + 1,
      ArrowDown: place.index + 1,
      Home: 0,
      End: place.of - 1,
    }[event.key]
    if (to === undefined) return
    event.preventDefault()
    if (to >= 0 && to < place.of && to !== place.index) on.onMove(to)
  }
  return (
    <span className="flex items-center gap-1">
      <button
        type="button"
        draggable
        data-handle={key}
        aria-label={t('boards.move', { title, place: place.index + 1, of: place.of })}
        className="grid size-6 cursor-grab place-items-center rounded-control text-fg-3 hover:bg-hover"
        onKeyDown={onKeyDown}
        onDragStart={(event) => {
          event.dataTransfer.setData('text/plain', title)
          event.dataTransfer.effectAllowed = 'move'
          on.onDrag(true)
        }}
        onDragEnd={() => on.onDrag(false)}
      >
        <GripVertical size={14} />
      </button>
      <IconButton
        size="sm"
        label={t(`boards.make.${other}`, { title })}
        icon={other === 'full' ? <RectangleHorizontal size={14} /> : <Columns2 size={14} />}
        onClick={() => on.onWidth(other)}
      />
      <IconButton
        size="sm"
        label={t('boards.editChart', { title })}
        icon={<Pencil size={13} />}
        onClick={() => on.onEdit()}
      />
      <IconButton
        size="sm"
        label={t('boards.removeChart', { title })}
        icon={<X size={14} />}
        onClick={() => on.onRemove()}
      />
    </span>
  )
}
