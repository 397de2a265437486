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
    // What was typed meanwhile is not dropped: the next save merges it.
    session.adopt(draft)
    return Object.keys(draft.files).length + draft.omitted.length
  }
  const upload = useChange({
    run: async (archive: () => Promise<Blob>) => {
      const packed = await archive()
      const before = await (await send(draftArchiveUrl(space, fn))).blob()
      return { before, count: await put(packed) }
    },
    invalidates: [functionQuery(space, fn).queryKey],
    done: ({ count }) => t('fn.files.uploaded', { count }),
    undo: ({ before }) => put(before),
  })
  /** Saves first, so that nothing typed is replaced that Undo could not restore. */
  const replaceWith = async (archive: () => Promise<Blob>) => {
    if (await session.save()) upload.mutate(archive)
    else toast.error(t('fn.files.saveFirst'))
  }
  return {
    zip(file: File) {
      if (/\.zip$/i.test(file.name)) void replaceWith(() => Promise.resolve(file))
      else toast.error(t('fn.files.notZip', { name: file.name }))
    },
    folder(chosen: readonly File[]) {
      const files = filesOfFolder(chosen)
      const bytes = files.reduce((sum, { content }) => sum + content.size, 0)
      const max = LIMITS.packageUnpackedBytes
      if (files.length === 0) toast.error(t('fn.files.emptyFolder'))
      else if (bytes > max)
        toast.error(t('fn.files.folderTooLarge', { size: format.bytes(bytes), max: format.bytes(max) }))
      else void replaceWith(() => zip(files))
    },
  }
}
