import { useEffect } from 'react'

/** The document's title on pages without a breadcrumb. */
export function useTitle(title: string) {
  useEffect(() => {
    document.title = `${title} · Alcove`
  }, [title])
}
