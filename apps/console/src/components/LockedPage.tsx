import { Lock } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from '../i18n/index.ts'
import { EmptyState } from '../ui/EmptyState.tsx'

/** Replaces a page that the user may not see: says why, and what they may do instead. */
export function LockedPage({ reason, children }: { reason: ReactNode; children?: ReactNode }) {
  const { t } = useTranslation()
  return (
    <EmptyState icon={<Lock size={15} />} title={t('common.locked')} action={children}>
      {reason}
    </EmptyState>
  )
}
