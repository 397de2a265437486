import { useRouter } from '@tanstack/react-router'
import { History } from 'lucide-react'
import { useEffect, useSyncExternalStore } from 'react'
import { forgetFreshness, onFreshness, readsBehind } from '../../api/freshness.ts'
import { useTranslation } from '../../i18n/index.ts'
import { Notice } from '../../ui/Notice.tsx'

/** Says when the page shows records that lack the latest ones. */
export function StaleNotice() {
  const { t } = useTranslation()
  const router = useRouter()
  const behind = useSyncExternalStore(onFreshness, readsBehind)
  useEffect(() => router.subscribe('onBeforeLoad', ({ pathChanged }) => pathChanged && forgetFreshness()), [router])
  if (!behind) return null
  return (
    <Notice tone="info" icon={<History size={15} className="shrink-0" />} title={t('shell.recordsBehind')}>
      {t('shell.recordsBehindDetail')}
    </Notice>
  )
}
