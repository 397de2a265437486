import { tableFeatures, useTable } from '@tanstack/react-table'
import { clsx } from 'clsx'
import { ArrowDown, ArrowUp } from 'lucide-react'
import {
  type KeyboardEvent,
  lazy,
  type MouseEvent,
  type ReactNode,
  type Ref,
  Suspense,
  useEffect,
  useEffectEvent,
  useMemo,
  useRef,
  useState,
} from 'react'
import { flushSync } from 'react-dom'
import { LoadMore, type Pages } from './LoadMore.tsx'
import { cellClass, type Column, headerClass } from './table/column.ts'
import { directionOf, nextSort, sortRows, type Sorting } from './table/sortRows.ts'
import { useFixedWidths } from './table/useFixedWidths.ts'
import { useScrollPlace } from './table/useScrollPlace.ts'
import { useTight } from './table/useTight.ts'
import { useNarrow } from './useNarrow.ts'

export type { Column } from './table/column.ts'

interface TableProps<Row> {
  /** Names the table for assistive technology. */
  label: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  /** The rows are one part of a list; the next page loads when its end comes near. */
  pages?: Pages
  /** Opens a row, by click or by Enter. */
  onOpen?: (row: Row) => void
  /** Keys that the focused row gets and the table has no use for. Arrows with Shift come here too, after the focus moved. */
  onKey?: (event: KeyboardEvent, row: Row) => void
  selectedKey?: string | null
  /** The columns with a `value` sort the rows, which must be the whole list then. */
  sort?: Sorting
  /** 34 px; 44 for two lines; 32 for lists of calls. */
  height?: 32 | 34 | 44
}

/** Tables with at most this many rows are rendered in full. */
const WHOLE = 100

const VirtualRows = lazy(() => import('./table/VirtualRows.tsx'))
const SortMenu = lazy(() => import('./table/SortMenu.tsx')) as typeof import('./table/SortMenu.tsx').default

const features = tableFeatures({})

/** The list of the console: any number of rows, loaded page by page, rendered only while visible. */
export function Table<Row extends object>(props: TableProps<Row>) {
  const { label, columns: all, rowKey, pages, onOpen, onKey, selectedKey = null, sort, height = 34 } = props
  const rows = useMemo(
    () => (sort && !sort.done ? sortRows(props.rows, all, sort.by) : props.rows),
    [props.rows, all, sort],
  )
  const narrow = useNarrow()
  const element = useRef<HTMLTableElement>(null)
  const tight = useTight(element) && !narrow
  const columns = useMemo(() => all.filter(({ hidden, optional }) => !hidden && !(optional && tight)), [all, tight])
  const table = useTable(
    {
      features,
      data: rows,
      columns: useMemo(() => columns.map(({ id }) => ({ id })), [columns]),
      getRowId: rowKey,
    },
    () => null,
  )
  const model = table.getRowModel().rows
  // The one row in the Tab order; arrow keys move from there.
  const [visited, setVisited] = useState<string | null>(null)
  const indexOf = (key: string | null) => (key === null ? -1 : model.findIndex(({ id }) => id === key))
  const stop = Math.max(0, indexOf(visited) >= 0 ? indexOf(visited) : indexOf(selectedKey))
  const long = model.length > WHOLE
  const place = useScrollPlace(element)
  const widths = useFixedWidths(element, long, columns.map(({ id }) => id).join())

  const focusRow = (index: number) => {
    flushSync(() => setVisited(model[index]?.id ?? null))
    element.current?.querySelector<HTMLElement>(`tbody > tr[data-index="${index}"]`)?.focus()
  }
  // Focus returns to the row that opened the drawer, or goes to the row that was just created.
  const lastSelected = useRef<string | null>(null)
  const takeFocus = useEffectEvent(() => {
    const next = selectedKey ?? lastSelected.current
    lastSelected.current = selectedKey
    if (next === null || !document.activeElement?.matches('body, main')) return
    // The address led here, nobody pressed anything: the page begins at its top.
    if (navigator.userActivation?.hasBeenActive === false) return
    element.current?.querySelector<HTMLElement>(`tbody > tr[data-index="${indexOf(next)}"]`)?.focus()
  })
  useEffect(() => takeFocus(), [selectedKey])
  // The row with the focus may leave the list, as an issue does that is resolved: the focus stays at its place.
  const focused = useRef<{ key: string; index: number } | null>(null)
  const keepFocus = useEffectEvent(() => {
    const { key, index } = focused.current ?? {}
    if (key === undefined || indexOf(key) >= 0 || !document.activeElement?.matches('body')) return
    const next = Math.min(index!, model.length - 1)
    element.current?.querySelector<HTMLElement>(`tbody > tr[data-index="${next}"]`)?.focus()
  })
  useEffect(() => keepFocus(), [model])
  const onRowKey = (event: KeyboardEvent<HTMLTableRowElement>, index: number) => {
    if (event.target !== event.currentTarget) return
    if (event.key === 'Enter') return onOpen?.(model[index]!.original)
    const moves: Record<string, number> = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      j: index + 1,
      k: index - 1,
      Home: 0,
      End: model.length - 1,
    }
    const next = event.ctrlKey || event.metaKey || event.altKey ? undefined : moves[event.key]
    if (next === undefined) return onKey?.(event, model[index]!.original)
    if (!model[next]) return
    event.preventDefault()
    focusRow(next)
    if (event.shiftKey) onKey?.(event, model[next].original)
  }

  const visit = (key: string, index: number) => {
    focused.current = { key, index }
    setVisited(key)
  }

  const rowAt = (index: number, ref?: Ref<HTMLTableRowElement>) => {
    const row = model[index]!
    const selected = row.id === selectedKey
    return (
      <tr
        key={row.id}
        ref={ref}
        data-index={index}
        data-row={row.id}
        aria-rowindex={long ? index + 2 : undefined}
        aria-selected={selected || undefined}
        tabIndex={onOpen ? (index === stop ? 0 : -1) : undefined}
        onFocus={onOpen && ((event) => event.target === event.currentTarget && visit(row.id, index))}
        onBlur={onOpen && (() => (focused.current = null))}
        onClick={onOpen && ((event) => isOwnClick(event) && onOpen(row.original))}
        onKeyDown={onOpen && ((event) => onRowKey(event, index))}
        className={clsx(
          'group/row border-b border-line outline-offset-[-2px]',
          'narrow:grid narrow:grid-cols-[minmax(0,1fr)_auto_auto] narrow:items-center narrow:gap-x-3 narrow:px-gutter narrow:py-2',
          onOpen && 'cursor-default',
          selected ? 'bg-selected shadow-[inset_2px_0_0_var(--accent)]' : onOpen && 'hover:bg-hover',
        )}
      >
        {row.getAllCells().map(({ id }, position) => (
          <td key={id} style={{ height }} className={clsx(widths && 'overflow-hidden', cellClass(columns[position]!))}>
            {columns[position]!.cell(row.original)}
          </td>
        ))}
      </tr>
    )
  }

  return (
    <>
      {sort && narrow && rows.length > 2 && (
        <Suspense>
          <SortMenu columns={columns} sort={sort} />
        </Suspense>
      )}
      <table
        ref={element}
        aria-label={label}
        aria-rowcount={long ? model.length + 1 : undefined}
        className={clsx('w-full border-collapse narrow:block', widths && 'table-fixed')}
      >
        <thead className="narrow:sr-only">
          <tr>
            {columns.map((column, index) => (
              <th
                key={column.id}
                scope="col"
                style={{ width: widths ? widths[index] : column.width }}
                className={headerClass(column)}
                aria-sort={sort && column.value ? (directionOf(column.id, sort.by) ?? 'none') : undefined}
              >
                {sort && column.value && !narrow ? (
                  <SortButton
                    direction={directionOf(column.id, sort.by)}
                    onToggle={() => sort.onChange(nextSort(column, sort.by))}
                  >
                    {column.header}
                  </SortButton>
                ) : (
                  column.header
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="narrow:block">
          {long ? (
            <Suspense fallback={model.slice(0, WHOLE).map((_, index) => rowAt(index))}>
              <VirtualRows
                table={element}
                place={place}
                count={model.length}
                keyOf={(index) => model[index]!.id}
                height={height}
                kept={stop}
                row={rowAt}
              />
            </Suspense>
          ) : (
            model.map((_, index) => rowAt(index))
          )}
        </tbody>
      </table>
      {pages && <LoadMore pages={pages} eager />}
    </>
  )
}

interface SortButtonProps {
  direction: 'ascending' | 'descending' | null
  onToggle(): void
  children: ReactNode
}

function SortButton({ direction, onToggle, children }: SortButtonProps) {
  const Arrow = direction === 'descending' ? ArrowDown : ArrowUp
  return (
    <button type="button" className="relative font-medium hover:text-fg" onClick={onToggle}>
      {children}
      {direction && <Arrow size={12} className="absolute top-1/2 left-full ml-0.5 -translate-y-1/2" />}
    </button>
  )
}

/** Clicks on a control inside the row, and the end of a text selection, do not open the row. */
function isOwnClick(event: MouseEvent<HTMLElement>): boolean {
  const inner = (event.target as HTMLElement).closest('a, button, input, select, textarea, label, [role="combobox"]')
  return inner === null && !window.getSelection()?.toString()
}
