/** A page that was reloaded for this reason a moment ago is not reloaded again: then something else is wrong. */
const PAUSE_MS = 30_000
const KEY = 'alcove.reloaded'

/**
 * After an upgrade an open page asks for parts that are no more: it starts over with the new ones. Nothing is lost:
 * edits that the server has not got are kept in the browser.
 */
export function reloadAfterUpgrade(): void {
  window.addEventListener('vite:preloadError', () => void startOver())
}

async function startOver(): Promise<void> {
  if (Date.now() - Number(sessionStorage.getItem(KEY) ?? 0) < PAUSE_MS) return
  // Without a network it is no upgrade, and what stands on the page is all that there is.
  const page = await fetch(window.location.href, { method: 'HEAD', cache: 'no-store' }).catch(() => null)
  if (page?.ok !== true) return
  sessionStorage.setItem(KEY, String(Date.now()))
  window.location.reload()
}
