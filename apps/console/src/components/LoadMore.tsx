import { useTranslation } from 'react-i18next'
import { Button } from '../ui/Button.tsx'

interface LoadMoreProps {
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown }
}

/** The way to the next page of a list, while there is one. */
export function LoadMore({ query }: LoadMoreProps) {
  const { t } = useTranslation()
  if (!query.hasNextPage) return null
  return (
    <div className="px-gutter py-3">
      <Button pending={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
        {t('common.loadMore')}
      </Button>
    </div>
  )
}
