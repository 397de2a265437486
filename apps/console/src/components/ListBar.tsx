import type { ReactNode } from 'react'
import { FilterToken } from '../ui/FilterToken.tsx'

interface ListBarProps {
  /** The stretch of time that the list is narrowed to, in words. */
  window: string | false | undefined
  onClearWindow(): void
  /** What is in the list. */
  children: ReactNode
  /** At the right end. */
  note: ReactNode
}

/** Between a drawing of time and its list: the chosen stretch, how much there is, and what the drawing shows. */
export function ListBar({ window, onClearWindow, children, note }: ListBarProps) {
  return (
    <div className="num flex min-h-[34px] flex-wrap items-center gap-2 border-y border-line bg-sunken px-gutter text-sm">
      {window && <FilterToken name="time" value={window} onRemove={onClearWindow} />}
      {children}
      <span className="ml-auto text-fg-3 narrow:hidden">{note}</span>
    </div>
  )
}
