import { useEffect, useEffectEvent } from 'react'

/** Keys of the page, except where one types and in dialogs and menus. */
export function useKeys(keys: Readonly<Record<string, (() => void) | null | undefined>>): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const elsewhere = (event.target as HTMLElement).closest('input, textarea, [role="dialog"], [role="menu"]')
    if (!event.defaultPrevented && !elsewhere) keys[event.key]?.()
  })
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event)
    window.addEventListener('keydown', listener)
    return () => window.removeEventListener('keydown', listener)
  }, [])
}
