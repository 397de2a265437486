const rows = () => [...document.querySelectorAll<HTMLElement>('main [data-row]')]

const keyOf = (row: HTMLElement) => `${row.closest('table')?.ariaLabel ?? ''} ${row.dataset['row']}`

/** What the page lists while a dialog is open; null without one. */
export function rowsBehindDialog(): ReadonlySet<string> | null {
  return document.querySelector('[role=dialog]') ? new Set(rows().map(keyOf)) : null
}

/**
 * What a dialog has made takes the focus once the dialog is closed, as long as the page stays. The dialog gives the focus
 * back to its button at that moment, which is no place to go on from.
 * @param before what the page listed
 */
export function focusNewRow(before: ReadonlySet<string>): void {
  const { pathname } = window.location
  const observer = new MutationObserver(look)
  observer.observe(document.body, { childList: true })
  look()

  function look(): void {
    if (document.querySelector('[role=dialog]')) return
    observer.disconnect()
    requestAnimationFrame(() => requestAnimationFrame(focus))
  }

  function focus(): void {
    if (window.location.pathname !== pathname) return
    const made = rows().find((row) => !before.has(keyOf(row)))
    // A row that opens takes it itself: its first button may be the one that deletes it.
    const target = made?.hasAttribute('tabindex') ? made : made?.querySelector<HTMLElement>('a, button')
    target?.focus()
  }
}
