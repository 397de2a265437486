import { LIMITS } from '@alcove/contract'
import { queryClient } from '../../../api/client.ts'
import { draftArchiveUrl, draftQuery, uploadDraft } from '../../../api/drafts.ts'
import { functionQuery } from '../../../api/functions.ts'
import { send } from '../../../api/request.ts'
import { toast } from '../../../components/toast.ts'
import { useChange } from '../../../components/useChange.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import type { DraftSession } from './draft/session.ts'
import { filesOfFolder } from './folder.ts'
import { zip } from './zip.ts'

/** Replaces the draft with a zip or a folder, and offers Undo. */
export function useUpload(space: string, fn: string, session: DraftSession) {
  const { t } = useTranslation()
  const format = useFormat()
  const put = async (archive: Blob) => {
    const draft = await uploadDraft(space, fn, archive, session.snapshot().codeHash)
    queryClient.setQueryData(draftQuery(space, fn).queryKey, draft)
    session.take(draft)
    return Object.keys(draft.files).length + draft.omitted.length
  }
  const upload = useChange({
    run: async (archive: () => Promise<Blob>) => {
      // Save first, so that Undo restores everything that was typed.
      await session.save()
      const packed = await archive()
      const before = await (await send(draftArchiveUrl(space, fn))).blob()
      return { before, count: await put(packed) }
    },
    invalidates: [functionQuery(space, fn).queryKey],
    done: ({ count }) => t('fn.files.uploaded', { count }),
    undo: ({ before }) => put(before),
  })
  return {
    zip(file: File) {
      if (/\.zip$/i.test(file.name)) upload.mutate(() => Promise.resolve(file))
      else toast.error(t('fn.files.notZip', { name: file.name }))
    },
    folder(chosen: readonly File[]) {
      const files = filesOfFolder(chosen)
      const bytes = files.reduce((sum, { content }) => sum + content.size, 0)
      const max = LIMITS.packageUnpackedBytes
      if (files.length === 0) toast.error(t('fn.files.emptyFolder'))
      else if (bytes > max)
        toast.error(t('fn.files.folderTooLarge', { size: format.bytes(bytes), max: format.bytes(max) }))
      else upload.mutate(() => zip(files))
    },
  }
}
