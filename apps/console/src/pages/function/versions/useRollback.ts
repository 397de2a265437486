import type { Alias } from '@alcove/contract'
import { putAlias, rollbackAlias } from '../../../api/aliases.ts'
import { functionKey } from '../../../api/functions.ts'
import { useChange } from '../../../components/useChange.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { targetText } from './targets.ts'
import { useOpenUrl } from './useOpenUrl.tsx'

interface Rollback {
  alias: Alias
  /** An entry of its history. */
  to: string
}

/** Sends an alias back to where it was, if it is still as the page shows it, and offers Undo. */
export function useRollback(space: string, fn: string) {
  const { t } = useTranslation()
  const openUrl = useOpenUrl(space, fn)
  return useChange({
    run: ({ alias, to }: Rollback) => rollbackAlias(space, fn, alias, to),
    invalidates: [functionKey(space, fn)],
    done: (moved) => t('fn.aliases.moved', { alias: moved.name, target: targetText(moved) }),
    next: (moved) => openUrl(moved.name),
    undo: (moved, { alias: { version, additional } }) =>
      putAlias(space, fn, moved.name, { version, additional }, moved.etag),
  })
}
