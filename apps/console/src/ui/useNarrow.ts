import { useSyncExternalStore } from 'react'

const narrow = window.matchMedia('(width < 760px)')

function subscribe(listener: () => void) {
  narrow.addEventListener('change', listener)
  return () => narrow.removeEventListener('change', listener)
}

/** True under 760 px, which fits one column. For decisions that styles cannot make. */
export const useNarrow = (): boolean => useSyncExternalStore(subscribe, () => narrow.matches)
