import type { PutTrigger } from '@alcove/contract'
import { functionKey } from '../../../api/functions.ts'
import { putTrigger } from '../../../api/triggers.ts'
import { useChange } from '../../../components/useChange.ts'
import { useTranslation } from '../../../i18n/index.ts'

interface SaveTriggerOptions {
  space: string
  fn: string
  isNew: boolean
  onDone(name: string): void
}

/** Saves a trigger, and says so. */
export function useSaveTrigger({ space, fn, isNew, onDone }: SaveTriggerOptions) {
  const { t } = useTranslation()
  return useChange({
    run: ({ name, body }: { name: string; body: PutTrigger }) => putTrigger(space, fn, name, body),
    invalidates: [functionKey(space, fn)],
    done: (made) => t(isNew ? 'fn.triggers.created' : 'fn.triggers.saved', { name: made.name }),
    onDone: (made) => onDone(made.name),
  })
}
