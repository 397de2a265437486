import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { Fragment, type ReactNode, type Ref, type RefObject, useEffect, useState } from 'react'
import type { ScrollPlace } from './useScrollPlace.ts'

interface VirtualRowsProps {
  table: RefObject<HTMLTableElement | null>
  place: ScrollPlace | null
  count: number
  keyOf(index: number): string
  /** Estimated height of a row. CSS pixels. */
  height: number
  /** The row to render wherever the view is: the one with the focus, or next in the Tab order. */
  kept: number
  row(index: number, ref: Ref<HTMLTableRowElement>): ReactNode
}

/** The rows of a long table that are visible in the scrolling ancestor. */
export default function VirtualRows({ table, place, count, keyOf, height, kept, row }: VirtualRowsProps) {
  const margin = place?.margin ?? 0
  // Used only here, never passed on.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => place?.scroller ?? null,
    // What is visible at first, until the scroller has been observed.
    initialOffset: () => place?.scroller.scrollTop ?? 0,
    initialRect: { width: place?.scroller.clientWidth ?? 0, height: place?.scroller.clientHeight ?? 0 },
    estimateSize: () => height,
    getItemKey: keyOf,
    scrollMargin: margin,
    overscan: 12,
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), kept])].toSorted((a, b) => a - b),
  })
  // These rows take the place of others, one of which may have had the focus.
  const [hadFocus] = useState(() => table.current?.querySelector('tbody')?.contains(document.activeElement) === true)
  useEffect(() => {
    if (!hadFocus || document.activeElement !== document.body) return
    table.current?.querySelector<HTMLElement>('tbody > tr[tabindex="0"]')?.focus({ preventScroll: true })
  }, [hadFocus, table])

  const items = virtual.getVirtualItems()
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? margin) + margin
  return (
    <>
      {items.map((item, position) => {
        const above = item.start - (items[position - 1]?.end ?? margin)
        return (
          <Fragment key={item.key}>
            {above > 0 && <Gap height={above} />}
            {row(item.index, virtual.measureElement)}
          </Fragment>
        )
      })}
      {below > 0 && <Gap height={below} />}
    </>
  )
}

/** Takes the space of rows that are not rendered. */
function Gap({ height }: { height: number }) {
  return <tr aria-hidden="true" className="narrow:block" style={{ height }} />
}
