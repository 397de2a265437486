import type { Alias } from '@alcove/contract'
import { deleteAlias, putAlias } from '../../../api/aliases.ts'
import { functionKey } from '../../../api/functions.ts'
import { useChange } from '../../../components/useChange.ts'
import { useTranslation } from '../../../i18n/index.ts'

/** Deletes an alias at once and offers Undo: nothing else is lost with it. */
export function useDeleteAlias(space: string, fn: string) {
  const { t } = useTranslation()
  return useChange({
    run: (alias: Alias) => deleteAlias(space, fn, alias.name),
    invalidates: [functionKey(space, fn)],
    done: (_, alias) => t('fn.aliases.deleted', { alias: alias.name }),
    undo: (_, { name, version, additional, description, protected: guarded }) =>
      putAlias(space, fn, name, { version, additional, description, ...(guarded && { protected: true }) }, null),
  })
}
