import { useSyncExternalStore } from 'react'

/** The zone of every time shown: the one in the profile, or the browser's. */
let chosen: string | undefined
const listeners = new Set<() => void>()

export const browserZone = Intl.DateTimeFormat().resolvedOptions().timeZone

export function chooseTimeZone(zone: string | null): void {
  chosen = zone ?? undefined
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

export function useTimeZone(): string {
  return useSyncExternalStore(subscribe, () => chosen ?? browserZone)
}
