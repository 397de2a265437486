import type { Alias } from '@alcove/contract'
import { useQueryClient } from '@tanstack/react-query'
import { deleteAlias, putAlias } from '../../../api/aliases.ts'
import { functionKey } from '../../../api/functions.ts'
import { toast } from '../../../components/toast.ts'
import { useChange } from '../../../components/useChange.ts'
import { useTranslation } from '../../../i18n/index.ts'

/** An alias holds no work: deleted at once, with the way back in the toast. */
export function useDeleteAlias(space: string, fn: string) {
  const { t } = useTranslation()
  const client = useQueryClient()
  return useChange({
    run: (alias: Alias) => deleteAlias(space, fn, alias.name),
    invalidates: [functionKey(space, fn)],
    onDone: (_, alias) =>
      toast.success(t('fn.aliases.deleted', { alias: alias.name }), {
        duration: 15_000,
        action: {
          label: t('fn.undo'),
          onClick: async () => {
            const { name, version, additional, description } = alias
            await putAlias(space, fn, name, { version, additional, description }, null)
            await client.invalidateQueries({ queryKey: functionKey(space, fn) })
          },
        },
      }),
  })
}
