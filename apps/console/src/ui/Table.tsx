import { clsx } from 'clsx'
import type { KeyboardEvent, MouseEvent, ReactNode } from 'react'

export interface Column<Row> {
  id: string
  /** With the unit: "p95 ms". */
  header: ReactNode
  cell: (row: Row) => ReactNode
  /** Numbers go right, in tabular figures. */
  numeric?: boolean
  align?: 'left' | 'right'
  /** Stands off from the numbers on its left. */
  indent?: boolean
  width?: number | string
  className?: string
  /**
   * Where it goes under 760 px; left out, it goes away. First line: lead, then middle and end, or trail.
   * Second line: sub, subtrail.
   */
  narrow?: 'lead' | 'middle' | 'end' | 'trail' | 'sub' | 'subtrail'
  /** Gives way between 760 and 1100 px. */
  optional?: boolean
}

interface TableProps<Row> {
  /** Names the table for assistive technology. */
  label: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  /** The whole row opens: by click and by Enter. */
  onOpen?: (row: Row) => void
  selectedKey?: string | null
  /** 34 px; 44 for two lines; 32 for lists of calls. */
  height?: 32 | 34 | 44
}

const places = {
  lead: 'narrow:order-1 narrow:block narrow:min-w-0',
  middle: 'narrow:order-2 narrow:block narrow:text-right',
  end: 'narrow:order-3 narrow:block narrow:text-right',
  trail: 'narrow:order-3 narrow:col-span-2 narrow:block narrow:text-right',
  sub: 'narrow:order-4 narrow:block narrow:min-w-0 narrow:text-sm',
  subtrail: 'narrow:order-5 narrow:col-span-2 narrow:block narrow:text-right narrow:text-sm',
}

export function Table<Row>({ label, columns, rows, rowKey, onOpen, selectedKey = null, height = 34 }: TableProps<Row>) {
  const firstStop = selectedKey ?? (rows[0] && rowKey(rows[0]))
  return (
    <table aria-label={label} className="w-full border-collapse narrow:block">
      <thead className="narrow:sr-only">
        <tr>
          {columns.map((column) => (
            <th
              key={column.id}
              scope="col"
              style={{ width: column.width }}
              className={clsx(
                'sticky top-0 z-1 h-[30px] border-b border-line bg-canvas px-2 text-sm font-medium whitespace-nowrap text-fg-3 first:pl-gutter last:pr-gutter',
                alignment(column),
                column.indent && 'pl-6',
                column.optional && 'compact:hidden',
              )}
            >
              {column.header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="narrow:block">
        {rows.map((row) => {
          const key = rowKey(row)
          const selected = key === selectedKey
          return (
            <tr
              key={key}
              aria-selected={selected || undefined}
              tabIndex={onOpen ? (key === firstStop ? 0 : -1) : undefined}
              onClick={onOpen && ((event) => isOwnClick(event) && onOpen(row))}
              onKeyDown={onOpen && ((event) => onRowKey(event, () => onOpen(row)))}
              className={clsx(
                'group/row border-b border-line outline-offset-[-2px]',
                'narrow:grid narrow:grid-cols-[minmax(0,1fr)_auto_auto] narrow:items-center narrow:gap-x-3 narrow:px-gutter narrow:py-2',
                onOpen && 'cursor-default',
                selected
                  ? 'bg-selected shadow-[inset_2px_0_0_var(--accent)] narrow:bg-transparent narrow:shadow-none'
                  : onOpen && 'hover:bg-hover',
              )}
            >
              {columns.map((column) => (
                <td
                  key={column.id}
                  style={{ height }}
                  className={clsx(
                    'px-2 whitespace-nowrap first:pl-gutter last:pr-gutter narrow:h-auto! narrow:p-0!',
                    alignment(column),
                    column.numeric && 'num',
                    column.indent && 'pl-6',
                    column.optional && 'compact:hidden',
                    column.narrow ? places[column.narrow] : 'narrow:hidden',
                    column.className,
                  )}
                >
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function alignment<Row>({ numeric, align = numeric ? 'right' : 'left' }: Column<Row>): string {
  return align === 'right' ? 'text-right' : 'text-left'
}

/** A click on a control in the row is the control's, and so is the end of a text selection. */
function isOwnClick(event: MouseEvent<HTMLElement>): boolean {
  const inner = (event.target as HTMLElement).closest('a, button, input, select, textarea, label, [role="combobox"]')
  return inner === null && !window.getSelection()?.toString()
}

function onRowKey(event: KeyboardEvent<HTMLTableRowElement>, open: () => void) {
  if (event.target !== event.currentTarget) return
  if (event.key === 'Enter') return open()
  const step = { ArrowDown: 'nextElementSibling', ArrowUp: 'previousElementSibling' } as const
  const rows = event.currentTarget.parentElement
  const next =
    event.key === 'Home'
      ? rows?.firstElementChild
      : event.key === 'End'
        ? rows?.lastElementChild
        : event.key in step
          ? event.currentTarget[step[event.key as keyof typeof step]]
          : null
  if (!(next instanceof HTMLElement)) return
  event.preventDefault()
  next.focus()
}
