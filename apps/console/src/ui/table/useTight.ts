import { type RefObject, useLayoutEffect, useState } from 'react'

/** A narrower place has no room for optional columns, for example beside a rail or a drawer. CSS pixels. */
const ROOM = 760

/** Whether the place of a table is too narrow for all its columns. */
export function useTight(table: RefObject<HTMLTableElement | null>): boolean {
  const [tight, setTight] = useState(false)
  useLayoutEffect(() => {
    const place = table.current!.parentElement!
    const measure = () => setTight(place.clientWidth < ROOM)
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(place)
    return () => observer.disconnect()
  }, [table])
  return tight
}
