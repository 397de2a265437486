import { type RefObject, useLayoutEffect, useState } from 'react'

/**
 * The widths of the columns as the first rows gave them. A browser lays a table out by the rows it holds: while they come
 * and go, its columns would move. null while there is nothing to hold.
 */
export function useFixedWidths(table: RefObject<HTMLTableElement | null>, active: boolean, columns: string) {
  const [measured, setMeasured] = useState<{ columns: string; width: number; widths: number[] } | null>(null)
  useLayoutEffect(() => {
    if (!active || measured?.columns === columns) return
    const heads = [...table.current!.querySelectorAll('th')]
    // Measures the DOM before it is painted: https://react.dev/reference/react/useLayoutEffect
    // oxlint-disable-next-line react/set-state-in-effect
    setMeasured({ columns, width: table.current!.clientWidth, widths: heads.map((head) => head.offsetWidth) })
  }, [table, active, columns, measured])
  useLayoutEffect(() => {
    if (!active) return
    const observer = new ResizeObserver(() =>
      setMeasured((known) => (known?.width === table.current?.clientWidth ? known : null)),
    )
    observer.observe(table.current!)
    return () => observer.disconnect()
  }, [table, active])
  return active && measured?.columns === columns ? measured.widths : null
}
