import type { Draft, DraftSave } from '@alcove/contract'
import { useQueryClient } from '@tanstack/react-query'
import { draftQuery, restoreSave, savesQuery } from '../../../../api/drafts.ts'
import { functionQuery } from '../../../../api/functions.ts'
import { useChange } from '../../../../components/useChange.ts'
import { useTranslation } from '../../../../i18n/index.ts'
import { useFormat } from '../../../../i18n/useFormat.ts'

interface Restore {
  save: DraftSave
  /** The draft that its reader compared it with. */
  over: Draft
}

/** Makes a state of the history the draft again. Undo restores the state that this replaced. */
export function useRestoreSave(space: string, fn: string) {
  const { t } = useTranslation()
  const format = useFormat()
  const client = useQueryClient()
  const restore = async (id: string, basedOn: string) => {
    const draft = await restoreSave(space, fn, id, basedOn)
    client.setQueryData(draftQuery(space, fn).queryKey, draft)
    return draft
  }
  return useChange({
    run: ({ save, over }: Restore) => restore(save.id!, over.codeHash),
    invalidates: [savesQuery(space, fn).queryKey, functionQuery(space, fn).queryKey],
    done: (_, { save }) => t('fn.history.restored', { time: format.dateTime(save.savedAt) }),
    async undo({ codeHash }, { over }) {
      const { pages } = await client.fetchInfiniteQuery(savesQuery(space, fn))
      const replaced = pages.flatMap(({ items }) => items).find((each) => each.id && each.codeHash === over.codeHash)
      if (replaced) await restore(replaced.id!, codeHash)
    },
  })
}
