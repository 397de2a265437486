import { clsx } from 'clsx'
import type { ReactNode } from 'react'

export interface Column<Row> {
  id: string
  /** With the unit: "p95 ms". */
  header: ReactNode
  cell: (row: Row) => ReactNode
  /** The value to sort rows by. Columns without it cannot be sorted. */
  value?: (row: Row) => string | number | null | undefined
  /** The first click on the header sorts the largest first: the default of numbers. */
  largestFirst?: boolean
  /** Numbers are right-aligned, in tabular figures. */
  numeric?: boolean
  align?: 'left' | 'right'
  /** Adds space to the number column on its left. */
  indent?: boolean
  width?: number | string
  /** Not shown, but the rows can be sorted by it. */
  hidden?: boolean
  className?: string
  /**
   * Where the column goes under 760 px; columns without it disappear. First line: lead, then middle and end, or trail.
   * Second line: sub, subtrail.
   */
  narrow?: 'lead' | 'middle' | 'end' | 'trail' | 'sub' | 'subtrail'
  /** Hidden between 760 and 1100 px, and where the table has less than 760 px. */
  optional?: boolean
}

type Look = Omit<Column<never>, 'id' | 'header' | 'cell' | 'value'>

const places = {
  lead: 'narrow:order-1 narrow:block narrow:min-w-0',
  middle: 'narrow:order-2 narrow:block narrow:text-right',
  end: 'narrow:order-3 narrow:block narrow:text-right',
  trail: 'narrow:order-3 narrow:col-span-2 narrow:block narrow:text-right',
  sub: 'narrow:order-4 narrow:block narrow:min-w-0 narrow:text-sm',
  // Half of the window at most: the other half is for what stands before it.
  subtrail:
    'narrow:order-5 narrow:col-span-2 narrow:block narrow:max-w-[50vw] narrow:overflow-hidden narrow:text-right narrow:text-sm narrow:text-ellipsis',
}

export function headerClass(column: Look): string {
  return clsx(
    'sticky top-0 z-1 h-[30px] border-b border-line bg-canvas px-2 text-sm font-medium whitespace-nowrap text-fg-3 first:pl-gutter last:pr-gutter',
    alignment(column),
    column.indent && 'pl-6',
    column.optional && 'compact:hidden',
  )
}

export function cellClass(column: Look): string {
  return clsx(
    'px-2 whitespace-nowrap first:pl-gutter last:pr-gutter narrow:h-auto! narrow:p-0!',
    alignment(column),
    column.numeric && 'num',
    column.indent && 'pl-6',
    column.optional && 'compact:hidden',
    column.narrow ? places[column.narrow] : 'narrow:hidden',
    column.className,
  )
}

function alignment({ numeric, align = numeric ? 'right' : 'left' }: Look): string {
  return align === 'right' ? 'text-right' : 'text-left'
}
