import { useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'

/**
 * Places the focus when a navigation removes the focused element. Back and forward return to the row or link that had
 * it, a list with other rows focuses the first one, and otherwise the content of the page takes it. Without this the
 * keyboard would start at the top of the frame again.
 */
export function useFocusPlace(): void {
  const router = useRouter()
  useEffect(() => {
    // Selectors of what had the focus, by the key of the entry in the browser's history.
    const places = new Map<string, string>()
    let stopWaiting = () => {}
    let list: string | undefined
    const unsubscribes = [
      router.subscribe('onBeforeNavigate', ({ fromLocation }) => {
        stopWaiting()
        const place = placeOf(document.activeElement)
        list = listOf(document.activeElement)
        if (place !== undefined) places.set(fromLocation?.state.__TSR_key ?? '', place)
      }),
      router.subscribe('onRendered', ({ fromLocation, toLocation, hrefChanged }) => {
        // The page was opened by its address, and begins at its top.
        if (!fromLocation || !hrefChanged) return
        const wanted = places.get(toLocation.state.__TSR_key ?? '') ?? firstRowOf(list)
        // The effects of the new page run first: a dialog or a form may take the focus.
        const frame = requestAnimationFrame(() => {
          if (!document.activeElement?.matches('body, main')) return
          document.querySelector<HTMLElement>('main')?.focus({ preventScroll: true })
          if (wanted !== undefined) stopWaiting = focusWhenShown(wanted)
        })
        stopWaiting = () => cancelAnimationFrame(frame)
      }),
    ]
    return () => {
      stopWaiting()
      for (const unsubscribe of unsubscribes) unsubscribe()
    }
  }, [router])
}

/** A selector of the element that finds it when the page is rendered again; undefined if there is none. */
function placeOf(element: Element | null): string | undefined {
  const row = element instanceof HTMLElement ? element.dataset['row'] : undefined
  if (row !== undefined) return `${tableOf(listOf(element))} tr[data-row="${CSS.escape(row)}"]`
  const href = element?.closest('main') && element.getAttribute('href')
  return href ? `main a[href="${CSS.escape(href)}"]` : undefined
}

const listOf = (element: Element | null) =>
  element?.matches('tr') ? (element.closest('table')?.ariaLabel ?? undefined) : undefined

const tableOf = (label: string | undefined) => `main table[aria-label="${CSS.escape(label ?? '')}"]`

const firstRowOf = (list: string | undefined) =>
  list === undefined ? undefined : `${tableOf(list)} tr[data-index="0"]`

/**
 * Focuses what the selector finds as soon as it is there, and again when a newer answer renders it anew, until a key or
 * the pointer is pressed. Returns how to stop.
 */
function focusWhenShown(selector: string): () => void {
  const main = document.querySelector('main')!
  const look = () => {
    if (document.activeElement?.matches('body, main')) main.querySelector<HTMLElement>(selector)?.focus()
  }
  const observer = new MutationObserver(look)
  const stop = () => observer.disconnect()
  observer.observe(main, { childList: true, subtree: true })
  for (const type of ['keydown', 'pointerdown']) window.addEventListener(type, stop, { once: true, capture: true })
  look()
  return stop
}
