import type { FunctionConfiguration, UpdateFunction } from '@alcove/contract'
import { useQueryClient } from '@tanstack/react-query'
import { draftArchiveUrl, draftQuery, uploadDraft } from '../../../api/drafts.ts'
import { functionQuery, updateFunction } from '../../../api/functions.ts'
import { send } from '../../../api/request.ts'
import { versionArchiveUrl, versionQuery, versionsQuery } from '../../../api/versions.ts'
import { useChange } from '../../../components/useChange.ts'
import { useTranslation } from '../../../i18n/index.ts'

/** Copies a version's code and configuration to the draft. Callers notice nothing. */
export function useRestore(space: string, fn: string) {
  const { t } = useTranslation()
  const client = useQueryClient()
  // As an archive, not as text: this keeps files that are too large to show, and the mode of executable files.
  const archive = async (url: string) => (await send(url)).blob()
  const keep = async (code: Blob, configuration: FunctionConfiguration) => {
    const before = await client.fetchQuery({ ...draftQuery(space, fn), staleTime: 0 })
    const codeBefore = await archive(draftArchiveUrl(space, fn))
    await updateFunction(space, fn, changeTo(configuration))
    client.setQueryData(draftQuery(space, fn).queryKey, await uploadDraft(space, fn, code, before.codeHash))
    return { code: codeBefore, configuration: before.configuration }
  }
  return useChange({
    run: async (number: number) => {
      const version = await client.fetchQuery(versionQuery(space, fn, number))
      return keep(await archive(versionArchiveUrl(space, fn, number)), version.configuration)
    },
    invalidates: [functionQuery(space, fn).queryKey, versionsQuery(space, fn).queryKey],
    done: (_, number) => t('fn.versions.restored', { version: number }),
    undo: ({ code, configuration }) => keep(code, configuration),
  })
}

/** Keeps the draft's secrets: the console does not know their values. */
const changeTo = (configuration: FunctionConfiguration): UpdateFunction => ({
  ...configuration,
  parameters: configuration.parameters ?? null,
  secrets: undefined,
})
