import { type KeyboardEvent, useState } from 'react'

/** Which rows of a list are selected. What has gone from the list is not any more. */
export function useSelection<Row>(rows: readonly Row[], keyOf: (row: Row) => string) {
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set())
  const [anchor, setAnchor] = useState<string | null>(null)
  const selected = rows.filter((row) => keys.has(keyOf(row)))
  const indexOf = (key: string) => rows.findIndex((row) => keyOf(row) === key)

  const toggle = (key: string) => {
    setAnchor(key)
    setKeys((before) => {
      const next = new Set(before)
      if (!next.delete(key)) next.add(key)
      return next
    })
  }
  /** Adds all from the last one that was toggled. */
  const extend = (to: string, from = anchor) => {
    const [a, b] = [indexOf(from ?? to), indexOf(to)] as const
    const range = rows.slice(Math.max(0, Math.min(a, b)), Math.max(a, b) + 1)
    setAnchor(from ?? to)
    setKeys((before) => new Set([...before, ...range.map(keyOf)]))
  }
  const all = () => setKeys(new Set(rows.map(keyOf)))
  const clear = () => setKeys(new Set())

  /** The keys of a row that select; false for others. */
  const onKey = (event: KeyboardEvent, row: Row): boolean => {
    const key = keyOf(row)
    const ctrl = event.ctrlKey || event.metaKey
    if (ctrl && event.key === 'a') all()
    else if (ctrl) return false
    else if (event.key === ' ' || event.key === 'x') toggle(key)
    else if (event.key === 'X') extend(key)
    else if (event.shiftKey && event.key.startsWith('Arrow')) {
      const before = rows[indexOf(key) + (event.key === 'ArrowDown' ? -1 : 1)]
      extend(key, anchor ?? keyOf(before ?? row))
    } else if (event.key === 'Escape' && selected.length > 0) clear()
    else return false
    event.preventDefault()
    return true
  }
  return { selected, has: (key: string) => keys.has(key), toggle, extend, all, clear, onKey }
}

export type Selection<Row> = ReturnType<typeof useSelection<Row>>
