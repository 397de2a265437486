import { useEffect, useEffectEvent, useRef } from 'react'
import { useTranslation } from '../i18n/index.ts'
import { Button } from './Button.tsx'

/** The further pages of a list, as React Query has them. */
export interface Pages {
  hasNextPage: boolean
  isFetchingNextPage: boolean
  isFetchNextPageError: boolean
  fetchNextPage: () => unknown
}

interface LoadMoreProps {
  pages: Pages
  /** Also when the end of the list is about to come into sight. */
  eager?: boolean
}

/** The way to the next page of a list, while there is one. */
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
