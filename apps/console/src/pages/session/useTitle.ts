import { useEffect } from 'react'

/** Sets the document's title on pages without a breadcrumb. */
export function useTitle(title: string) {
  useEffect(() => {
    document.title = `${title} · Alcove`
  }, [title])
}
