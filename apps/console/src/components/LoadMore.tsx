import { useEffect, useEffectEvent, useRef } from 'react'
import { useTranslation } from '../i18n/index.ts'
import { Button } from '../ui/Button.tsx'

interface LoadMoreProps {
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown }
  /** Also when the end of the list is about to come into sight. */
  eager?: boolean
}

/** The way to the next page of a list, while there is one. */
export function LoadMore({ query, eager = false }: LoadMoreProps) {
  const { t } = useTranslation()
  const mark = useRef<HTMLDivElement>(null)
  const { hasNextPage, isFetchingNextPage } = query
  const more = useEffectEvent(() => {
    if (!isFetchingNextPage) query.fetchNextPage()
  })
  useEffect(() => {
    if (!eager || !mark.current) return
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && more(), { rootMargin: '400px' })
    observer.observe(mark.current)
    return () => observer.disconnect()
  }, [eager, hasNextPage])
  if (!hasNextPage) return null
  return (
    <div ref={mark} className="px-gutter py-3">
      <Button pending={isFetchingNextPage} onClick={() => query.fetchNextPage()}>
        {t('common.loadMore')}
      </Button>
    </div>
  )
}
