import { clsx } from 'clsx'
import { useEffect, useRef, useState } from 'react'
import type { Range } from '../../../navigation/range.ts'
import { BoardTile } from './BoardTile.tsx'
import { TileActions } from './TileActions.tsx'
import type { DraftChart, DraftCharts } from './useDraftCharts.ts'

interface BoardGridProps {
  space: string
  charts: readonly DraftChart[]
  range: Range
  compare: 'day' | 'week' | undefined
  /** Null: the board is only read. */
  editing: (Pick<DraftCharts, 'put' | 'remove' | 'move'> & { onEdit(chart: DraftChart): void }) | null
}

/** The charts in two columns. A chart is moved by dragging its handle onto another one, or by arrow keys on it. */
export function BoardGrid({ space, charts, range, compare, editing }: BoardGridProps) {
  const [dragged, setDragged] = useState<number | null>(null)
  const [over, setOver] = useState<number | null>(null)
  const grid = useRef<HTMLDivElement>(null)
  const focused = useRef<number | null>(null)
  // Moved in the page, the handle loses the focus.
  useEffect(() => {
    if (focused.current === null) return
    grid.current?.querySelector<HTMLElement>(`[data-handle="${focused.current}"]`)?.focus()
    focused.current = null
  }, [charts])
  return (
    <div
      ref={grid}
      className="grid grid-cols-2 overflow-x-clip border-b border-line *:-mr-px *:border-t *:border-line narrow:grid-cols-1"
    >
      {charts.map((each, index) => (
        <div
          key={each.key}
          className={clsx(
            'min-w-0 border-r',
            each.chart.width === 'full' && 'col-span-2 narrow:col-span-1',
            dragged === each.key && 'opacity-50',
            over === each.key && dragged !== each.key && 'bg-hover',
          )}
          onDragOver={(event) => {
            if (dragged === null) return
            event.preventDefault()
            setOver(each.key)
          }}
          onDrop={(event) => {
            event.preventDefault()
            if (dragged !== null) editing?.move(dragged, index)
          }}
        >
          <BoardTile
            space={space}
            chart={each.chart}
            range={range}
            compare={compare}
            actions={
              editing && (
                <TileActions
                  chart={each}
                  place={{ index, of: charts.length }}
                  onMove={(to) => {
                    focused.current = each.key
                    editing.move(each.key, to)
                  }}
                  onDrag={(isDragged) => {
                    setDragged(isDragged ? each.key : null)
                    setOver(null)
                  }}
                  onWidth={(width) => editing.put(each.key, { ...each.chart, width })}
                  onEdit={() => editing.onEdit(each)}
                  onRemove={() => editing.remove(each.key)}
                />
              )
            }
          />
        </div>
      ))}
    </div>
  )
}
