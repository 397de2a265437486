import { useEffect, useEffectEvent } from 'react'

/** Ctrl (or ⌘) and a letter, anywhere on the page. */
export function useShortcut(letter: string, run: () => void) {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return
    if (event.key.toLowerCase() !== letter) return
    event.preventDefault()
    run()
  })
  useEffect(() => {
    // Capture: the editor would take Ctrl K for a chord of its own.
    window.addEventListener('keydown', onKey, { capture: true })
    return () => window.removeEventListener('keydown', onKey, { capture: true })
  }, [])
}
