/** A page that was reloaded for this reason a moment ago is not reloaded again: then something else is wrong. */
const PAUSE_MS = 30_000
const KEY = 'alcove.reloaded'

/**
 * After an upgrade an open page asks for parts that are no more: it starts over with the new ones. Nothing is lost:
 * edits that the server has not got are kept in the browser.
 */
export function reloadAfterUpgrade(): void {
  window.addEventListener('vite:preloadError', (event) => {
    if (Date.now() - Number(sessionStorage.getItem(KEY) ?? 0) < PAUSE_MS) return
    sessionStorage.setItem(KEY, String(Date.now()))
    event.preventDefault()
    window.location.reload()
  })
}
