import { useEffect, useEffectEvent } from 'react'

interface DebugKeys {
  /** Starts a session, or continues. */
  onContinue(): void
  onStop(): void
  onToggle(): void
  onStep(kind: 'stepOver' | 'stepInto' | 'stepOut'): void
  onRunHere(): void
  /** Without a session the browser keeps F10 and F11, and F5 with Ctrl. */
  active: boolean
}

/** F5 or F8 continue, Shift F5 stop, F9 breakpoint, F10 over, Ctrl F10 run to here, F11 into, Shift F11 out. */
export function useDebugKeys(keys: DebugKeys): void {
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    const run = actionOf(event, keys)
    if (run === null) return
    event.preventDefault()
    event.stopPropagation()
    run()
  })
  useEffect(() => {
    const listener = (event: KeyboardEvent) => pressed(event)
    window.addEventListener('keydown', listener, { capture: true })
    return () => window.removeEventListener('keydown', listener, { capture: true })
  }, [])
}

function actionOf({ key, shiftKey, ctrlKey, metaKey, altKey }: KeyboardEvent, keys: DebugKeys): (() => void) | null {
  if (altKey || metaKey) return null
  if (ctrlKey) return key === 'F10' && keys.active ? keys.onRunHere : null
  if (key === 'F9') return keys.onToggle
  if (key === 'F5' || key === 'F8') {
    if (shiftKey) return keys.active && key === 'F5' ? keys.onStop : null
    return key === 'F5' || keys.active ? keys.onContinue : null
  }
  if (!keys.active) return null
  if (key === 'F10') return () => keys.onStep('stepOver')
  if (key === 'F11') return () => keys.onStep(shiftKey ? 'stepOut' : 'stepInto')
  return null
}
