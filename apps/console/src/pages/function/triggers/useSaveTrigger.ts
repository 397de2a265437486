import type { PutTrigger, Trigger } from '@alcove/contract'
import { functionKey } from '../../../api/functions.ts'
import { getTrigger, putTrigger } from '../../../api/triggers.ts'
import { useGuardedSave } from '../../../components/changed-meanwhile/useGuardedSave.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { putBodyOf } from './putBody.ts'

interface SaveTriggerOptions {
  space: string
  fn: string
  /** Null: a new one. */
  trigger: Trigger | null
  onDone(name: string): void
  onTheirs(theirs: Trigger | null): void
  handles?: (error: unknown) => boolean
}

/** Saves a trigger over the one that the form began with, and says so. */
export function useSaveTrigger({ space, fn, trigger, onDone, onTheirs, handles }: SaveTriggerOptions) {
  const { t } = useTranslation()
  return useGuardedSave({
    item: trigger,
    run: ({ name, body }: { name: string; body: PutTrigger }, seen) => putTrigger(space, fn, name, body, seen),
    read: () => getTrigger(space, fn, trigger!.name),
    settings: putBodyOf,
    typed: ({ body }) => body,
    onTheirs,
    invalidates: [functionKey(space, fn)],
    done: (made) => t(trigger ? 'fn.triggers.saved' : 'fn.triggers.created', { name: made.name }),
    onDone: (made) => onDone(made.name),
    ...(handles && { handles }),
  })
}
