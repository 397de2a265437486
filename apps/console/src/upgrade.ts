/** If the page reloaded for this reason within this time, do not reload again: something else is wrong. */
const PAUSE_MS = 30_000
const KEY = 'alcove.reloaded'

/**
 * After an upgrade, an open page requests files that no longer exist: reload it to get the new ones. Nothing is lost,
 * because the browser keeps unsaved edits.
 */
export function reloadAfterUpgrade(): void {
  window.addEventListener('vite:preloadError', () => void startOver())
}

async function startOver(): Promise<void> {
  if (Date.now() - Number(sessionStorage.getItem(KEY) ?? 0) < PAUSE_MS) return
  // Without a network it is not an upgrade: keep the page, there is nothing else to show.
  const page = await fetch(window.location.href, { method: 'HEAD', cache: 'no-store' }).catch(() => null)
  if (page?.ok !== true) return
  sessionStorage.setItem(KEY, String(Date.now()))
  window.location.reload()
}
