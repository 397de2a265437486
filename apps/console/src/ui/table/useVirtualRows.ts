import { defaultRangeExtractor, useVirtualizer, type VirtualItem } from '@tanstack/react-virtual'
import { type RefObject, useLayoutEffect, useState } from 'react'

/** Tables with at most this many rows are rendered in full. */
const WHOLE = 100

interface VirtualRowsOptions {
  table: RefObject<HTMLTableElement | null>
  count: number
  keyOf(index: number): string
  /** Estimated height of a row. CSS pixels. */
  height: number
  /** The row to render wherever the view is: the one with the focus, or next in the Tab order. */
  kept: number
}

/** The rows of a long table to render: those visible in the scrolling ancestor. Null for all. */
export function useVirtualRows({ table, count, keyOf, height, kept }: VirtualRowsOptions) {
  const long = count > WHOLE
  const [place, setPlace] = useState<{ scroller: HTMLElement; margin: number } | null>(null)
  // Runs after every render: a drawer next to the list changes what scrolls, a notice above it changes the margin.
  // It ends, because only another value renders again.
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
  // Used only in this hook, never passed on.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    // Observe the scroller from the start, so that the first long page does not begin without rows.
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
      /** Empty space above the rendered rows. CSS pixels. */
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
