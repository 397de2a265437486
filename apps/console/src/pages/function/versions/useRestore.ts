import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import { draftQuery, saveDraft } from '../../../api/drafts.ts'
import { functionKey, functionQuery, updateFunction } from '../../../api/functions.ts'
import { versionQuery, versionsQuery } from '../../../api/versions.ts'
import { useChange } from '../../../components/useChange.ts'

/** Puts a version's code and configuration back into the draft. Nothing callers use changes. */
export function useRestore(space: string, fn: string) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const keep = async (files: Parameters<typeof saveDraft>[2], configuration: Parameters<typeof updateFunction>[2]) => {
    const current = await client.fetchQuery({ ...draftQuery(space, fn), staleTime: 0 })
    await updateFunction(space, fn, configuration)
    const saved = await saveDraft(space, fn, files, current.codeHash)
    client.setQueryData(draftQuery(space, fn).queryKey, saved)
    return current
  }
  return useChange({
    run: async (number: number) => {
      const version = await client.fetchQuery(versionQuery(space, fn, number))
      return keep(version.files, version.configuration)
    },
    invalidates: [functionQuery(space, fn).queryKey, versionsQuery(space, fn).queryKey],
    onDone: (before, number) =>
      toast.success(t('fn.versions.restored', { version: number }), {
        duration: 15_000,
        action: {
          label: t('fn.undo'),
          onClick: async () => {
            await keep(before.files, before.configuration)
            await client.invalidateQueries({ queryKey: functionKey(space, fn) })
          },
        },
      }),
  })
}
