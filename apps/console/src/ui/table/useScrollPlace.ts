import { type RefObject, useLayoutEffect, useState } from 'react'

export interface ScrollPlace {
  scroller: HTMLElement
  /** From the top of what scrolls to the top of the table. CSS pixels. */
  margin: number
}

/** Position of the table in its scrolling ancestor; null until it is known, or if nothing scrolls. */
export function useScrollPlace(table: RefObject<HTMLTableElement | null>): ScrollPlace | null {
  const [place, setPlace] = useState<ScrollPlace | null>(null)
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
  return place
}

const top = (element: Element) => element.getBoundingClientRect().top

function scrollerOf(element: HTMLElement): HTMLElement | null {
  for (let around = element.parentElement; around; around = around.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(around).overflowY)) return around
  }
  return null
}
