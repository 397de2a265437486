import { defaultRangeExtractor, useVirtualizer, type VirtualItem } from '@tanstack/react-virtual'
import { type RefObject, useLayoutEffect, useState } from 'react'

/** A table with as many rows or fewer is rendered whole. */
const WHOLE = 100

interface VirtualRowsOptions {
  table: RefObject<HTMLTableElement | null>
  count: number
  keyOf(index: number): string
  /** Of a row, before it is measured. CSS pixels. */
  height: number
  /** Is rendered wherever the view is: the row that has the focus, or would get it. */
  kept: number
}

/** Which rows of a long table to render: those in sight in whatever scrolls around it. null: all. */
export function useVirtualRows({ table, count, keyOf, height, kept }: VirtualRowsOptions) {
  const long = count > WHOLE
  const [place, setPlace] = useState<{ scroller: HTMLElement; margin: number } | null>(null)
  // Runs after every render: a drawer beside the list changes what scrolls, a notice above it the margin.
  // It settles: only another value renders again.
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  useLayoutEffect(() => {
    const scroller = scrollerOf(table.current!)
    const margin = scroller && Math.round(top(table.current!) - top(scroller) + scroller.scrollTop)
    setPlace((known) =>
      scroller === null || margin === null
        ? null
        : known?.scroller === scroller && known.margin === margin
          ? known
          : { scroller, margin },
    )
  })
  // Used in this hook alone, never handed on.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    // It watches the scroller from the start, so that the first long page does not begin with no rows.
    count: long ? count : 0,
    getScrollElement: () => place?.scroller ?? null,
    estimateSize: () => height,
    getItemKey: keyOf,
    scrollMargin: place?.margin ?? 0,
    overscan: 12,
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), kept])].toSorted((a, b) => a - b),
  })
  if (!long) return null
  const items = virtual.getVirtualItems()
  const margin = place?.margin ?? 0
  return {
    rows: items.map((item, position) => ({
      index: item.index,
      /** Empty space above it. CSS pixels. */
      above: item.start - (items[position - 1]?.end ?? margin),
    })),
    below: virtual.getTotalSize() - ((items.at(-1) as VirtualItem | undefined)?.end ?? margin) + margin,
    measure: virtual.measureElement,
  }
}

const top = (element: Element) => element.getBoundingClientRect().top

function scrollerOf(element: HTMLElement): HTMLElement | null {
  for (let around = element.parentElement; around; around = around.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(around).overflowY)) return around
  }
  return null
}
