import { useEffect, useEffectEvent } from 'react'

/** Ctrl+S (⌘S) and Ctrl+Enter anywhere on the page, before the editor handles them. */
export function useShortcuts({ onSave, onRun }: { onSave(): void; onRun(): void }): void {
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
    // With caps lock the key is a capital.
    const saves = event.key.toLowerCase() === 's'
    if (!saves && event.key !== 'Enter') return
    event.preventDefault()
    event.stopPropagation()
    if (saves) onSave()
    else onRun()
  })
  useEffect(() => {
    const listener = (event: KeyboardEvent) => pressed(event)
    window.addEventListener('keydown', listener, { capture: true })
    return () => window.removeEventListener('keydown', listener, { capture: true })
  }, [])
}
