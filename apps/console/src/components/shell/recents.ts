import { useParams } from '@tanstack/react-router'
import { useEffect } from 'react'

/** Lines of `space/function`, newest first. */
const STORED = 'alcove.recents'
const KEPT = 8

export interface Recent {
  space: string
  fn: string
}

/** Recently opened functions, newest first. */
export const recents = (): Recent[] =>
  (localStorage.getItem(STORED) ?? '').split('\n').flatMap((line) => {
    const [space, fn] = line.split('/')
    return space && fn ? [{ space, fn }] : []
  })

/** Remembers the function of the page. */
export function useRecents(): void {
  const { space, fn } = useParams({ strict: false })
  useEffect(() => {
    if (space === undefined || fn === undefined) return
    const lines = [{ space, fn }, ...recents()].map((one) => `${one.space}/${one.fn}`)
    localStorage.setItem(STORED, [...new Set(lines)].slice(0, KEPT).join('\n'))
  }, [space, fn])
}
