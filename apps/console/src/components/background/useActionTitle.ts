import type { BackgroundAction } from '@alcove/contract'
import { useTranslation } from '../../i18n/index.ts'

/** What a background action is doing, or what it has done and how it ended. */
export function useActionTitle() {
  const { t } = useTranslation()
  return ({ kind, state, total, done, failed, detail }: BackgroundAction): string => {
    const prefix = String(detail['prefix'] || t('buckets.everything'))
    const folder = { prefix, to: String(detail['to'] || '/') }
    if (state === 'running') return t(`background.running.${kind}`, { count: total, ...folder })
    const what = t(`background.ended.${kind}`, { count: done - failed, ...folder })
    return state === 'done' ? what : t(`background.title.${state}`, { what })
  }
}
