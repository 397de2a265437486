import { useEffect, useEffectEvent } from 'react'

/** Ctrl (or ⌘) and a letter, anywhere on the page. `prepare` runs when Ctrl goes down: what is typed next must not be lost. */
export function useShortcut(letter: string, run: () => void, prepare: () => unknown) {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key === 'Control' || event.key === 'Meta') prepare()
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
