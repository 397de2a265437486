import { useSyncExternalStore } from 'react'

const narrow = window.matchMedia('(width < 760px)')

function subscribe(listener: () => void) {
  narrow.addEventListener('change', listener)
  return () => narrow.removeEventListener('change', listener)
}

/** True under 760 px, where there is room for one column. For what styles alone cannot decide. */
export const useNarrow = (): boolean => useSyncExternalStore(subscribe, () => narrow.matches)
