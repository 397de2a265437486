import type { Alias, PutAlias } from '@alcove/contract'
import { useQueryClient } from '@tanstack/react-query'
import { putAlias } from '../../../api/aliases.ts'
import { functionKey } from '../../../api/functions.ts'
import { toast } from '../../../components/toast.ts'
import { useChange } from '../../../components/useChange.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { targetText } from './targets.ts'

interface Move {
  alias: Alias
  target: Pick<PutAlias, 'version' | 'additional' | 'description'>
}

/** Moves an alias as it was last seen, and offers the way back. */
export function useMoveAlias(space: string, fn: string, onMoved?: () => void) {
  const { t } = useTranslation()
  const client = useQueryClient()
  return useChange({
    run: ({ alias, target }: Move) => putAlias(space, fn, alias.name, target, alias.etag),
    invalidates: [functionKey(space, fn)],
    onDone: (moved, { alias: before }) => {
      onMoved?.()
      toast.success(t('fn.aliases.moved', { alias: moved.name, target: targetText(moved) }), {
        duration: 15_000,
        action: {
          label: t('fn.undo'),
          onClick: async () => {
            const { version, additional } = before
            await putAlias(space, fn, moved.name, { version, additional }, moved.etag)
            await client.invalidateQueries({ queryKey: functionKey(space, fn) })
            toast.success(t('fn.aliases.moved', { alias: moved.name, target: targetText(before) }))
          },
        },
      })
    },
  })
}
