import { useEffect, useEffectEvent } from 'react'

/**
 * Ctrl (or ⌘) and a letter, anywhere on the page. `prepare` runs when Ctrl goes down, so that no key typed after it is
 * lost.
 */
export function useShortcut(letter: string, run: () => void, prepare: () => unknown) {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key === 'Control' || event.key === 'Meta') prepare()
    if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return
    if (event.key.toLowerCase() !== letter) return
    event.preventDefault()
    run()
  })
  useEffect(() => {
    // Capture: otherwise the editor takes Ctrl K as the start of its own shortcuts.
    window.addEventListener('keydown', onKey, { capture: true })
    return () => window.removeEventListener('keydown', onKey, { capture: true })
  }, [])
}
