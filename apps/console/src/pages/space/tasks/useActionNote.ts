import type { BackgroundAction } from '@alcove/contract'
import { useTranslation } from '../../../i18n/index.ts'

/** What a background action works on, and how. */
export function useActionNote() {
  const { t } = useTranslation()
  return ({ kind, detail }: BackgroundAction): string => {
    const parts = kind === 'triggers.backfill' ? [detail['function'], detail['trigger']] : bulkParts(detail as Detail)
    return parts
      .filter(Boolean)
      .map((part) => `${part} ·`)
      .join(' ')
  }

  function bulkParts({ filter, qualifier, perMinute }: Detail) {
    return [
      filter?.function,
      qualifier && t('tasks.bulk.on', { qualifier: /^\d/.test(qualifier) ? `v${qualifier}` : qualifier }),
      perMinute && t('tasks.bulk.perMinute', { count: perMinute }),
    ]
  }
}

/** As `POST …/tasks/redrive` stores it. */
interface Detail {
  filter?: { function?: string }
  qualifier?: string
  perMinute?: number
}
