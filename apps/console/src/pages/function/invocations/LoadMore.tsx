import { useEffect, useEffectEvent, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../ui/Button.tsx'

interface LoadMoreProps {
  loading: boolean
  onMore(): void
}

/** Loads the next page when it is about to come into sight; a button for those who do not scroll. */
export function LoadMore({ loading, onMore }: LoadMoreProps) {
  const { t } = useTranslation()
  const mark = useRef<HTMLDivElement>(null)
  const more = useEffectEvent(() => {
    if (!loading) onMore()
  })
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && more(), { rootMargin: '400px' })
    observer.observe(mark.current!)
    return () => observer.disconnect()
  }, [])
  return (
    <div ref={mark} className="grid place-items-center py-3">
      <Button pending={loading} onClick={onMore}>
        {t('common.loadMore')}
      </Button>
    </div>
  )
}
