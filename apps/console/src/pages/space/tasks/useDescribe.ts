import type { BackgroundAction } from '@alcove/contract'
import { useTranslation } from '../../../i18n/index.ts'

/** What a background action does to tasks, in words. */
export function useDescribe() {
  const { t } = useTranslation()
  return ({ kind, total, detail }: BackgroundAction) => {
    if (kind === 'triggers.backfill') {
      const { function: fn, trigger } = detail as { function: string; trigger: string }
      return { title: t('triggers.backfillRunning', { count: total }), note: `${fn} · ${trigger} ·` }
    }
    const { filter, qualifier, perMinute } = detail as Detail
    const verb = kind.split('.')[1] as 'redrive' | 'purge' | 'cancel'
    const note = [
      filter?.function,
      qualifier && t('tasks.bulk.on', { qualifier: /^\d/.test(qualifier) ? `v${qualifier}` : qualifier }),
      perMinute && t('tasks.bulk.perMinute', { count: perMinute }),
    ]
      .filter(Boolean)
      .join(' · ')
    return { title: t(`tasks.bulk.${verb}Running`, { count: total }), note: note && `${note} ·` }
  }
}

/** As `POST …/tasks/redrive` stores it. */
interface Detail {
  filter?: { function?: string }
  qualifier?: string
  perMinute?: number
}
