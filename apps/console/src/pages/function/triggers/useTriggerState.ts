import type { Trigger } from '@alcove/contract'
import { functionKey } from '../../../api/functions.ts'
import { putTrigger } from '../../../api/triggers.ts'
import { useChange } from '../../../components/useChange.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { putBodyOf } from './putBody.ts'

/** Pauses and resumes a trigger. */
export function useTriggerState(space: string, fn: string) {
  const { t } = useTranslation()
  const put = ({ trigger, enabled }: { trigger: Trigger; enabled: boolean }) =>
    putTrigger(space, fn, trigger.name, { ...putBodyOf(trigger), enabled }, trigger.etag)
  return useChange({
    run: put,
    invalidates: [functionKey(space, fn)],
    done: ({ name, type, enabled }) => {
      if (enabled) return t('fn.triggers.resumed', { name })
      return type === 'http' ? t('fn.triggers.paused', { name }) : t('triggers.pausedTimer', { name })
    },
    undo: (trigger, { enabled }) => put({ trigger, enabled: !enabled }),
  })
}
