import { useNavigate, useSearch } from '@tanstack/react-router'
import type { Sorting } from '../ui/table/sortRows.ts'

/** The order of the page's table, kept in the address. Pages with several tables name each. */
export function useSort(table?: string): Sorting {
  const { sort } = useSearch({ from: '/shell' })
  const navigate = useNavigate()
  const prefix = table === undefined ? '' : `${table}.`
  return {
    by: sort?.startsWith(prefix) ? sort.slice(prefix.length) : undefined,
    onChange: (by) =>
      void navigate({
        to: '.',
        search: (before) => ({ ...before, sort: by && prefix + by }),
        replace: true,
        resetScroll: false,
      }),
  }
}
