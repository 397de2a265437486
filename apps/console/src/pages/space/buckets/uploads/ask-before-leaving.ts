const busy = new Set<object>()

const ask = (event: BeforeUnloadEvent) => event.preventDefault()

/** Asks before the tab is closed or loaded anew while `who` is busy, whichever page of the console it shows. */
export function askBeforeLeaving(who: object, isBusy: boolean): void {
  if (isBusy) busy.add(who)
  else busy.delete(who)
  // The same listener is added only once.
  if (busy.size > 0) window.addEventListener('beforeunload', ask)
  else window.removeEventListener('beforeunload', ask)
}
