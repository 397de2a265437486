import { useEffect, useEffectEvent } from 'react'

/** Ctrl+S (⌘S) and Ctrl+Enter anywhere on the page, before the editor handles them. */
export function useShortcuts({ onSave, onRun }: { onSave(): void; onRun(): void }): void {
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
    if (event.key !== 's' && event.key !== 'Enter') return
    event.preventDefault()
    event.stopPropagation()
    if (event.key === 's') onSave()
    else onRun()
  })
  useEffect(() => {
    const listener = (event: KeyboardEvent) => pressed(event)
    window.addEventListener('keydown', listener, { capture: true })
    return () => window.removeEventListener('keydown', listener, { capture: true })
  }, [])
}
