import { useEffect, useEffectEvent, useRef } from 'react'
import { useTranslation } from '../i18n/index.ts'
import { Button } from './Button.tsx'

/** The paging part of a React Query list. */
export interface Pages {
  hasNextPage: boolean
  isFetchingNextPage: boolean
  isFetchNextPageError: boolean
  fetchNextPage: () => unknown
}

interface LoadMoreProps {
  pages: Pages
  /** Also load when the end of the list comes near the visible area. */
  eager?: boolean
}

/** Loads the next page of a list, while there is one. */
export function LoadMore({ pages, eager = false }: LoadMoreProps) {
  const { t } = useTranslation()
  const mark = useRef<HTMLDivElement>(null)
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError } = pages
  const waiting = hasNextPage && !isFetchingNextPage && !isFetchNextPageError
  const more = useEffectEvent(() => pages.fetchNextPage())
  useEffect(() => {
    if (!eager || !waiting || !mark.current) return
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && more(), { rootMargin: '400px' })
    observer.observe(mark.current)
    return () => observer.disconnect()
  }, [eager, waiting])
  if (!hasNextPage) return null
  return (
    <div ref={mark} className="px-gutter py-3">
      <Button pending={isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
        {t('common.loadMore')}
      </Button>
    </div>
  )
}
