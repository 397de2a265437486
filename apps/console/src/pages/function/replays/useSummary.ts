import type { Replay } from '@alcove/contract'
import { useTranslation } from '../../../i18n/index.ts'
import { NEED_A_LOOK } from './verdicts.ts'

/** A replay in words: what runs where, and what came of it. */
export function useSummary() {
  const { t } = useTranslation()
  return ({ total, qualifier, version, counts, state }: Replay): { what: string; result: string } => {
    const alias = qualifier === String(version) || qualifier === 'draft' ? '' : `${qualifier}, `
    const on = version === null ? t('fn.replay.onDraft') : `${alias}v${version}`
    const look = NEED_A_LOOK.reduce((sum, verdict) => sum + counts[verdict], 0)
    const result = look === 0 ? t('fn.replay.nothingDiffers') : t('fn.replay.needLook', { count: look })
    const running = t('fn.replay.running', { done: total - counts.waiting, total })
    return { what: t('fn.replay.calls', { count: total, on }), result: state === 'running' ? running : result }
  }
}
