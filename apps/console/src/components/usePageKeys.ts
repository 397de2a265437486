import { useEffect, useEffectEvent } from 'react'

/** Where keys mean something else. */
const ELSEWHERE = 'input, textarea, [role=textbox], [role=dialog], [role=menu], [role=listbox]'

/** Keys of a page, such as `f`, `Escape` or `Ctrl+Enter` (⌘ counts as Ctrl). False where one does nothing now. */
export function usePageKeys(keys: Record<string, (() => void) | false>): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const { key, ctrlKey, metaKey, shiftKey, altKey } = event
    if (event.defaultPrevented || altKey || (event.target as HTMLElement).closest(ELSEWHERE)) return
    const ctrl = ctrlKey || metaKey
    const run = keys[`${ctrl ? 'Ctrl+' : ''}${ctrl && shiftKey ? 'Shift+' : ''}${key}`]
    if (!run) return
    event.preventDefault()
    run()
  })
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event)
    window.addEventListener('keydown', listener)
    return () => window.removeEventListener('keydown', listener)
  }, [])
}
