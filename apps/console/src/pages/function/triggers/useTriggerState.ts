import type { Trigger } from '@alcove/contract'
import { functionKey } from '../../../api/functions.ts'
import { putTrigger } from '../../../api/triggers.ts'
import { useChange } from '../../../components/useChange.ts'
import { useTranslation } from '../../../i18n/index.ts'

/** Pauses and resumes a trigger. */
export function useTriggerState(space: string, fn: string) {
  const { t } = useTranslation()
  return useChange({
    run: ({ trigger, enabled }: { trigger: Trigger; enabled: boolean }) => {
      const { name, type, qualifier, config } = trigger
      return putTrigger(space, fn, name, { type, qualifier, config, enabled })
    },
    invalidates: [functionKey(space, fn)],
    done: ({ name, enabled }) => t(enabled ? 'fn.triggers.resumed' : 'fn.triggers.paused', { name }),
  })
}
