import { useSyncExternalStore } from 'react'

/** The zone in the profile. */
let chosen: string | undefined
/** The zone that this visit shows instead. */
let switched: string | undefined
const listeners = new Set<() => void>()

export const browserZone = Intl.DateTimeFormat().resolvedOptions().timeZone

export function chooseTimeZone(zone: string | null): void {
  chosen = zone ?? undefined
  tell()
}

/** Shows all times in another zone until the page is loaded again. */
export function switchTimeZone(zone: string): void {
  switched = zone === homeZone() ? undefined : zone
  tell()
}

/** The zone of every time shown: the one switched to, the one in the profile, or the browser's. */
export function useTimeZone(): string {
  return useSyncExternalStore(subscribe, () => switched ?? homeZone())
}

export const homeZone = () => chosen ?? browserZone

function tell() {
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
