import type { ReactNode } from 'react'
import { FilterToken } from '../ui/FilterToken.tsx'

interface ListBarProps {
  /** The time window that the list is limited to, in words. */
  window: string | false | undefined
  onClearWindow(): void
  /** Says what is in the list. */
  children: ReactNode
  /** Shown at the right end. */
  note: ReactNode
}

/** Between a chart and its list: shows the chosen time window, the count, and a note about the chart. */
export function ListBar({ window, onClearWindow, children, note }: ListBarProps) {
  return (
    <div className="num flex min-h-[34px] flex-wrap items-center gap-2 border-y border-line bg-sunken px-gutter text-sm">
      {window && <FilterToken name="time" value={window} onRemove={onClearWindow} />}
      {children}
      <span className="ml-auto text-fg-3 narrow:hidden">{note}</span>
    </div>
  )
}
