import { useEffect, useEffectEvent } from 'react'

interface Shortcuts {
  onSave(): void
  onRun(): void
  onSearch(): void
}

/** Ctrl+S (⌘S), Ctrl+Enter and Ctrl+Shift+F anywhere on the page, before the editor handles them. */
export function useShortcuts({ onSave, onRun, onSearch }: Shortcuts): void {
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return
    // With caps lock the key is a capital.
    const key = event.key.toLowerCase()
    const act = event.shiftKey ? { f: onSearch }[key] : { s: onSave, enter: onRun }[key]
    if (!act) return
    event.preventDefault()
    event.stopPropagation()
    act()
  })
  useEffect(() => {
    const listener = (event: KeyboardEvent) => pressed(event)
    window.addEventListener('keydown', listener, { capture: true })
    return () => window.removeEventListener('keydown', listener, { capture: true })
  }, [])
}
