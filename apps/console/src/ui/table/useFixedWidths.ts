import { type RefObject, useLayoutEffect, useState } from 'react'

/**
 * Fixes the column widths that the first rows gave. Browsers lay out a table by its present rows, so columns would move
 * as rows come and go. Null while there is nothing to fix.
 */
export function useFixedWidths(table: RefObject<HTMLTableElement | null>, active: boolean, columns: string) {
  const [measured, setMeasured] = useState<{ columns: string; width: number; widths: number[] } | null>(null)
  useLayoutEffect(() => {
    if (!active || measured?.columns === columns) return
    const element = table.current!
    const heads = [...element.querySelectorAll('th')]
    // Measure the DOM before the browser paints: https://react.dev/reference/react/useLayoutEffect
    // oxlint-disable-next-line react/set-state-in-effect
    setMeasured({ columns, width: widthAround(element), widths: heads.map((head) => head.offsetWidth) })
  }, [table, active, columns, measured])
  useLayoutEffect(() => {
    if (!active) return
    const element = table.current!
    const observer = new ResizeObserver(() =>
      setMeasured((known) => (known?.width === widthAround(element) ? known : null)),
    )
    observer.observe(element.parentElement!)
    return () => observer.disconnect()
  }, [table, active])
  return active && measured?.columns === columns ? measured.widths : null
}

/** The parent's, since the table itself never gets narrower than the widths it was given. CSS pixels. */
const widthAround = (table: HTMLTableElement) => table.parentElement!.clientWidth
